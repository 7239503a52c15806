package io.afterimage.drasi.view;

import io.afterimage.drasi.view.ViewException.Trouble;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Keeps the bytes that a parser has read, from a place that moves on with it, so that a value can be taken as it was
 * written. Not thread-safe; one thread at a time.
 */
final class RecordedStream extends InputStream {

    private static final int ROOM = 64 << 10;

    private final InputStream in;
    private final int maxBytes;
    private byte[] kept = new byte[ROOM];
    private long start;
    private int length;
    private boolean ended;

    /**
     * Records a stream.
     *
     * @param in where bytes come from; not closed here
     * @param maxBytes how many bytes one value may take
     */
    RecordedStream(InputStream in, int maxBytes) {
        this.in = in;
        this.maxBytes = maxBytes;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int wanted) throws IOException {
        int read = in.read(target, offset, wanted);
        if (read < 0) {
            ended = true;
        } else {
            keep(target, offset, read);
        }
        return read;
    }

    private void keep(byte[] bytes, int offset, int count) {
        if (length + count > (long) maxBytes + ROOM) {
            throw new ViewException(
                    Trouble.MALFORMED, "An item of a view is too long. Expected: up to " + maxBytes + " bytes.");
        }
        if (length + count > kept.length) {
            kept = Arrays.copyOf(kept, Math.max(length + count, 2 * kept.length));
        }
        System.arraycopy(bytes, offset, kept, length, count);
        length += count;
    }

    /** Whether the end was seen. */
    boolean ended() {
        return ended;
    }

    /** Lets go of what is before a place of the stream. */
    void forgetBefore(long place) {
        int gone = Math.toIntExact(place - start);
        System.arraycopy(kept, gone, kept, 0, length - gone);
        length -= gone;
        start = place;
    }

    /** The bytes between two places of the stream. */
    byte[] copy(long from, long to) {
        return Arrays.copyOfRange(kept, Math.toIntExact(from - start), Math.toIntExact(to - start));
    }
}
