package io.afterimage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Folds several commits into new states, which the store publishes at once or not at all. Confined to one call. */
final class MemoryCommits {

    private final Function<String, MemoryQuery> stored;
    private final Retention storeRetention;
    private final Map<String, MemoryQuery> changed = new LinkedHashMap<>();
    private boolean refused;

    MemoryCommits(Function<String, MemoryQuery> stored, Retention storeRetention) {
        this.stored = stored;
        this.storeRetention = storeRetention;
    }

    List<CommitResult> fold(List<ResultCommit> commits) {
        List<CommitResult> answers = new ArrayList<>(commits.size());
        for (ResultCommit commit : commits) {
            answers.add(fold(commit));
        }
        return List.copyOf(refused ? withhold(commits, answers) : answers);
    }

    /** The new states by query id; empty if any commit was refused. */
    Map<String, MemoryQuery> changed() {
        return refused ? Map.of() : changed;
    }

    private CommitResult fold(ResultCommit commit) {
        MemoryQuery before = changed.getOrDefault(commit.queryId(), stored.apply(commit.queryId()));
        Optional<CommitResult> refusal = before.refusal(commit, storedPosition(commit));
        if (refusal.isPresent()) {
            refused = true;
            return refusal.get();
        }
        MemoryQuery after = before.apply(commit, storeRetention);
        changed.put(commit.queryId(), after);
        return new CommitResult.Applied(after.position(), after.rows().size());
    }

    private List<CommitResult> withhold(List<ResultCommit> commits, List<CommitResult> answers) {
        List<CommitResult> withheld = new ArrayList<>(answers.size());
        for (int i = 0; i < answers.size(); i++) {
            CommitResult answer = answers.get(i);
            withheld.add(answer.applied() ? new CommitResult.Withheld(storedPosition(commits.get(i))) : answer);
        }
        return withheld;
    }

    private Position storedPosition(ResultCommit commit) {
        return stored.apply(commit.queryId()).position();
    }
}
