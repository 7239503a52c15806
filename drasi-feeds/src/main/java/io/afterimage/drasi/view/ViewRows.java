package io.afterimage.drasi.view;

import io.afterimage.Row;
import io.afterimage.RowSource;
import io.afterimage.drasi.DrasiRow;
import io.afterimage.drasi.RawJson;
import io.afterimage.drasi.RowIdentity;
import io.afterimage.drasi.RowIdentity.ByFullRow;
import io.afterimage.drasi.RowIdentity.BySignature;
import io.afterimage.drasi.UnusableLineException;
import io.afterimage.drasi.view.ViewException.Trouble;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a view as they are to be stored. At the end, before anything is flipped, it makes sure that no two of them
 * have one signature. Equal full rows that follow each other are one row with a number of copies. Not thread-safe; one
 * thread at a time.
 */
final class ViewRows implements RowSource {

    private final String queryId;
    private final View view;
    private final @Nullable RowIdentity identity;
    private final DistinctSignatures distinct;
    private Row current = new Row(0, new byte[0]);
    private @Nullable RawJson ahead;

    /**
     * Prepares to read.
     *
     * @param queryId the query, for messages
     * @param view the view before its first row; not closed here
     * @param identity how the rows are told apart; null where nobody has said it, so that there must be none
     * @param distinct finds signatures that come twice; not closed here
     */
    ViewRows(String queryId, View view, @Nullable RowIdentity identity, DistinctSignatures distinct) {
        this.queryId = queryId;
        this.view = view;
        this.identity = identity;
        this.distinct = distinct;
    }

    @Override
    public boolean next() {
        RawJson json = ahead == null ? read() : ahead;
        ahead = null;
        if (json == null) {
            distinct.check(queryId);
            return false;
        }
        current = row(json);
        distinct.add(current.rowSignature(), mark(current));
        return true;
    }

    @Override
    public long rowSignature() {
        return current.rowSignature();
    }

    @Override
    public byte[] data() {
        return current.data();
    }

    private @Nullable RawJson read() {
        if (!view.next()) {
            return null;
        }
        try {
            return RawJson.parse(view.data());
        } catch (UnusableLineException e) {
            throw unusable(e);
        }
    }

    private Row row(RawJson json) {
        if (identity == null) {
            throw new ViewException(
                    Trouble.UNSUITABLE,
                    "The rows of a view cannot be told apart. Query: " + queryId
                            + ". Expected: key columns, or the full row, in the settings of the query. Found: neither.");
        }
        return identity instanceof BySignature ? signedRow() : keyedRow(identity, json);
    }

    private Row signedRow() {
        OptionalLong signature = view.signature();
        if (signature.isEmpty()) {
            throw new ViewException(
                    Trouble.MALFORMED,
                    "A row of a view has no signature. Query: " + queryId + ". Expected: one in each item.");
        }
        return new Row(signature.getAsLong(), view.data());
    }

    private Row keyedRow(RowIdentity keyed, RawJson json) {
        try {
            Row row = DrasiRow.keyed(keyed, json, 1);
            return keyed instanceof ByFullRow ? DrasiRow.keyed(keyed, json, copies(row)) : row;
        } catch (UnusableLineException e) {
            throw unusable(e);
        }
    }

    /** Reads on to the first row that is another one. */
    private int copies(Row row) {
        int copies = 1;
        ahead = read();
        while (ahead != null && isSameKey(row, DrasiRow.keyed(ByFullRow.BY_FULL_ROW, ahead, 1))) {
            copies = Math.addExact(copies, 1);
            ahead = read();
        }
        return copies;
    }

    private boolean isSameKey(Row row, Row other) {
        return row.rowSignature() == other.rowSignature() && mark(row) == mark(other);
    }

    /** A part of the fingerprint of the row's key, 0 where there is none. */
    private long mark(Row row) {
        return DrasiRow.read(queryId, row.rowSignature(), row.data())
                .fingerprint()
                .map(fingerprint -> ByteBuffer.wrap(fingerprint).getLong())
                .orElse(0L);
    }

    private ViewException unusable(UnusableLineException cause) {
        return new ViewException(
                Trouble.UNSUITABLE,
                "A row of a view cannot be used. Query: " + queryId + ". " + cause.getMessage(),
                cause);
    }
}
