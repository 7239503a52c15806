package io.afterimage.cli.demo;

import io.afterimage.LiveResultsStore;
import io.afterimage.ResultCommit;
import io.afterimage.RowMutation;
import java.util.List;

/** A query with where it stands: its last sequence, and the store's counter of what was applied. */
final class FollowedQuery {
    private final LiveQuery query;
    private long sequence;
    private Applied applied = Applied.NOTHING;

    FollowedQuery(LiveQuery query, long sequence) {
        this.query = query;
        this.sequence = sequence;
    }

    LiveQuery query() {
        return query;
    }

    ResultCommit nextCommit(SourcePosition source, List<RowMutation> mutations) {
        sequence++;
        applied = applied.plusEmission(mutations.size());
        return new Emission(sequence, source, mutations).commit(query, applied);
    }

    /** An emission that the store has already; if it is applied nevertheless, the store's counter grows. */
    ResultCommit commitAgain(Emission emission) {
        applied = applied.plusEmission(emission.mutations().size());
        return emission.commit(query, applied);
    }

    /** Takes over the counter as the store has it. */
    void readApplied(LiveResultsStore store) {
        applied = Applied.stored(store, query.id());
    }
}
