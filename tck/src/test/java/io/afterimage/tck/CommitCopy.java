package io.afterimage.tck;

import io.afterimage.ResultCommit;
import io.afterimage.Retention;
import io.afterimage.RowMutation;
import io.afterimage.SequenceRule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** The parts of a commit, to be changed before it is passed on. Not thread-safe; one thread at a time. */
final class CommitCopy {

    List<RowMutation> mutations;
    boolean mayJump;
    Optional<byte[]> outbox;
    Optional<Retention> retention;
    Map<String, byte[]> sources;
    OptionalLong configHash;

    private CommitCopy(ResultCommit commit) {
        mutations = commit.mutations();
        mayJump = commit.sequenceRule() == SequenceRule.NEWER;
        outbox = commit.outboxData();
        retention = commit.retention();
        sources = commit.sourcePositions();
        configHash = commit.configHash();
    }

    /** The commits, each changed. */
    static List<ResultCommit> each(List<ResultCommit> commits, Consumer<CommitCopy> change) {
        return commits.stream().map(commit -> of(commit, change)).toList();
    }

    private static ResultCommit of(ResultCommit commit, Consumer<CommitCopy> change) {
        CommitCopy copy = new CommitCopy(commit);
        change.accept(copy);
        ResultCommit.Builder builder = ResultCommit.of(commit.queryId(), commit.sequence(), copy.mutations);
        copy.outbox.ifPresent(
                data -> copy.retention.ifPresentOrElse(keep -> builder.outbox(data, keep), () -> builder.outbox(data)));
        copy.sources.forEach(builder::sourcePosition);
        copy.configHash.ifPresent(builder::configHash);
        return copy.mayJump ? builder.allowGaps().build() : builder.build();
    }
}
