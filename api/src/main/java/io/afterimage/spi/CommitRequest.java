package io.afterimage.spi;

import io.afterimage.CommitResult;
import io.afterimage.Position;
import io.afterimage.ResultCommit;
import io.afterimage.Retention;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Several commits of any number of queries, written together or not at all (C11a). */
final class CommitRequest extends WriteRequest<List<CommitResult>> {

    private final List<ResultCommit> commits;
    private final Retention storeRetention;
    private final long bytes;

    CommitRequest(List<ResultCommit> commits, Retention storeRetention, long bytes) {
        this.commits = commits;
        this.storeRetention = storeRetention;
        this.bytes = bytes;
    }

    @Override
    long bytes() {
        return bytes;
    }

    @Override
    void prepare(WriteGroup group) {
        for (ResultCommit commit : commits) {
            group.prepareRows(group.current(commit.queryId()), commit.mutations());
        }
    }

    @Override
    List<CommitResult> plan(WriteGroup group) {
        List<Optional<CommitResult>> refusals = refusals(group);
        if (refusals.stream().allMatch(Optional::isEmpty)) {
            return apply(group);
        }
        List<CommitResult> answers = new ArrayList<>(commits.size());
        for (int i = 0; i < commits.size(); i++) {
            Position stored = group.current(commits.get(i).queryId()).visiblePosition();
            answers.add(refusals.get(i).orElseGet(() -> new CommitResult.Withheld(stored)));
        }
        return answers;
    }

    /** Holds every commit against the position that the acceptable ones before it would lead to. */
    private List<Optional<CommitResult>> refusals(WriteGroup group) {
        Map<String, Position> reached = new HashMap<>();
        List<Optional<CommitResult>> refusals = new ArrayList<>(commits.size());
        for (ResultCommit commit : commits) {
            Position stored = group.current(commit.queryId()).visiblePosition();
            Position at = reached.getOrDefault(commit.queryId(), stored);
            Optional<CommitResult> refusal = refusal(commit, at, stored);
            if (refusal.isEmpty()) {
                reached.put(
                        commit.queryId(),
                        new Position(
                                at.generation(),
                                commit.sequence(),
                                commit.configHash().orElse(at.configHash())));
            }
            refusals.add(refusal);
        }
        return refusals;
    }

    /** The sequence fence (C10): why a commit may not follow the position, empty if it may. */
    static Optional<CommitResult> refusal(ResultCommit commit, Position at, Position stored) {
        long sequence = commit.sequence();
        if (sequence <= at.sequence()) {
            return Optional.of(new CommitResult.Duplicate(stored, sequence));
        }
        if (sequence > at.sequence() + 1 && commit.sequenceRule() == io.afterimage.SequenceRule.NEXT) {
            return Optional.of(new CommitResult.Gap(stored, at.sequence() + 1, sequence));
        }
        long configHash = commit.configHash().orElse(0);
        if (configHash != 0 && at.configHash() != 0 && configHash != at.configHash()) {
            return Optional.of(new CommitResult.OtherConfig(stored, configHash));
        }
        return Optional.empty();
    }

    private List<CommitResult> apply(WriteGroup group) {
        commits.forEach(commit -> group.requireLivable(commit.queryId())); // all of them before the first is put
        List<CommitResult> answers = new ArrayList<>(commits.size());
        for (ResultCommit commit : commits) {
            QueryRecord after = group.applyCommit(commit, storeRetention);
            answers.add(new CommitResult.Applied(after.position(), after.rows().count()));
        }
        return answers;
    }
}
