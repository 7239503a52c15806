package io.afterimage.spi;

import io.afterimage.RowMutation;
import java.util.List;

/** One batch of rows for one query. */
final class ApplyRequest extends WriteRequest<Boolean> {

    private final String queryId;
    private final List<? extends RowMutation> mutations;
    private final long bytes;

    ApplyRequest(String queryId, List<? extends RowMutation> mutations, long bytes) {
        this.queryId = queryId;
        this.mutations = mutations;
        this.bytes = bytes;
    }

    @Override
    long bytes() {
        return bytes;
    }

    @Override
    void prepare(WriteGroup group) {
        group.prepareRows(group.current(queryId), mutations);
    }

    @Override
    Boolean plan(WriteGroup group) {
        QueryRecord before = group.live(queryId);
        group.put(group.applyRows(before, mutations));
        return true;
    }
}
