package io.afterimage.drasi;

import io.afterimage.drasi.RowChange.Hint;
import io.afterimage.drasi.RowChange.Put;
import io.afterimage.drasi.RowChange.Remove;
import io.afterimage.reactions.RowDiff;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Changes to rows that carry signatures: one diff each, with the row before as the feed tells it. */
final class SignedRows implements ChangedRows {

    private final List<RowDiff> diffs = new ArrayList<>();

    @Override
    public void leave(RowChange change) {
        if (change instanceof Remove remove) {
            diffs.add(new RowDiff.Removed(signature(remove.hint()), bytes(remove.before())));
        }
    }

    @Override
    public void come(RowChange change) {
        if (change instanceof Put put) {
            long signature = signature(put.hint());
            byte[] after = put.after().bytes();
            diffs.add(
                    put.before() == null
                            ? new RowDiff.Added(signature, after)
                            : new RowDiff.Updated(signature, put.before().bytes(), after));
        }
    }

    @Override
    public List<RowDiff> diffs() {
        return diffs;
    }

    @Override
    public long absent() {
        return 0;
    }

    private static byte @Nullable [] bytes(@Nullable RawJson row) {
        return row == null ? null : row.bytes();
    }

    private static long signature(Hint hint) {
        Long signature = hint.signature();
        if (signature == null) {
            throw new IllegalStateException("a row told apart by its signature has one");
        }
        return signature;
    }
}
