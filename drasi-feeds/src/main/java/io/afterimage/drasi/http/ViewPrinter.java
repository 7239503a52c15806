package io.afterimage.drasi.http;

import io.afterimage.Position;
import io.afterimage.RefusedException;
import io.afterimage.RowCursor;
import io.afterimage.Snapshot;
import io.afterimage.drasi.DrasiRow;
import io.afterimage.drasi.RawJson;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Prints a snapshot in the format of {@code docs/formats/view.md}, piece by piece. A piece takes little more than
 * {@value #PIECE_BYTES} bytes, or than one row. Closes the walk over the rows, not the snapshot. Not thread-safe; one thread
 * at a time.
 */
final class ViewPrinter implements AutoCloseable {

    private static final int PIECE_BYTES = 64 << 10;

    private final Snapshot snapshot;
    private final Piece piece = new Piece();
    private @Nullable RowCursor rows;
    private byte[] row = {};
    private int rowLength;
    private int copiesLeft;
    private boolean ended;

    /**
     * Begins with the header.
     *
     * @param snapshot what to print
     * @param identity how its rows are told apart, as it is stored; empty before the first row
     * @param timestampMs when it was taken, in milliseconds since 1970
     */
    ViewPrinter(Snapshot snapshot, Optional<byte[]> identity, long timestampMs) {
        this.snapshot = snapshot;
        Position at = snapshot.position();
        piece.text("[{\"header\":{\"sequence\":" + at.sequence() + ",\"timestamp\":" + timestampMs
                + ",\"state\":\"running\",\"generation\":" + at.generation() + ",\"configHash\":\""
                + Long.toUnsignedString(at.configHash(), 16) + "\"");
        identity.ifPresent(stored -> {
            piece.text(",\"identity\":");
            piece.writeBytes(stored);
        });
        piece.text("}}");
    }

    /** Whether the last piece has been given. */
    boolean ended() {
        return ended;
    }

    /**
     * The next piece; valid until the next call.
     *
     * @throws RefusedException if a row is no JSON
     */
    ByteBuffer next() {
        RowCursor cursor = rows == null ? snapshot.cursor() : rows;
        rows = cursor;
        while (piece.size() < PIECE_BYTES && !ended) {
            if (copiesLeft > 0 || load(cursor)) {
                printRow(cursor.rowSignature());
            } else {
                piece.text("]\n");
                ended = true;
            }
        }
        return piece.take();
    }

    private boolean load(RowCursor cursor) {
        if (!cursor.next()) {
            return false;
        }
        ByteBuffer data = cursor.data();
        boolean enveloped = DrasiRow.isEnveloped(data);
        int start = data.position() + (enveloped ? DrasiRow.ENVELOPE_BYTES : 0);
        copiesLeft = enveloped ? DrasiRow.copies(data) : 1;
        rowLength = data.limit() - start;
        if (row.length < rowLength) {
            row = new byte[Math.max(rowLength, 2 * row.length)];
        }
        data.get(start, row, 0, rowLength);
        if (!RawJson.isDocument(row, rowLength)) {
            throw new RefusedException("A row is no JSON, and a view can hold nothing else. Query: "
                    + snapshot.queryId() + ". Row: " + Long.toUnsignedString(cursor.rowSignature()) + ".");
        }
        return true;
    }

    private void printRow(long signature) {
        copiesLeft--;
        piece.text("\n,{\"data\":");
        piece.write(row, 0, rowLength);
        piece.text(",\"signature\":\"" + Long.toUnsignedString(signature) + "\"}");
    }

    @Override
    public void close() {
        if (rows != null) {
            rows.close();
        }
    }

    /** Bytes that are looked at without being copied. */
    private static final class Piece extends ByteArrayOutputStream {

        Piece() {
            super(PIECE_BYTES + (4 << 10));
        }

        void text(String ascii) {
            writeBytes(ascii.getBytes(StandardCharsets.US_ASCII));
        }

        /** What is there; gone with the next write. */
        ByteBuffer take() {
            ByteBuffer taken = ByteBuffer.wrap(buf, 0, count);
            reset();
            return taken;
        }
    }
}
