package io.afterimage.mirror.source;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Cuts a stream into lines and says which bytes each took. A compressed stream that ends in the middle ends. Not
 * thread-safe; one thread at a time.
 */
final class LineCutter {

    private static final int BUFFER_BYTES = 1 << 16;

    private final InputStream input;
    private final int maxLineBytes;

    private byte[] buffer = new byte[BUFFER_BYTES];
    private int start;
    private int end;
    private boolean ended;

    LineCutter(InputStream input, int maxLineBytes) {
        this.input = input;
        this.maxLineBytes = maxLineBytes;
    }

    /**
     * A line with its end.
     *
     * @param bytes where it is; good until the next call
     * @param from its first byte
     * @param length how many bytes, the line feed among them
     * @param terminated whether it ends with a line feed
     */
    record Line(byte[] bytes, int from, int length, boolean terminated) {

        boolean isBlank() {
            for (int i = from; i < from + length; i++) {
                if (" \t\r\n".indexOf(bytes[i]) < 0) {
                    return false;
                }
            }
            return true;
        }
    }

    /** The line is longer than a line may be. */
    static final class TooLongException extends IOException {

        private static final long serialVersionUID = 1L;

        TooLongException(int maxLineBytes) {
            super("more than " + maxLineBytes + " bytes");
        }
    }

    /** The next line; of no bytes at the end. It is not passed yet: {@link #pass} does that. */
    Line next() throws IOException {
        int searched = start;
        int feed = indexOfFeed(searched);
        while (feed < 0 && !ended) {
            if (end - start > maxLineBytes) {
                throw new TooLongException(maxLineBytes);
            }
            searched = end - start;
            fill();
            feed = indexOfFeed(start + searched);
        }
        int length = (feed < 0 ? end : feed + 1) - start;
        if (length > maxLineBytes + 1) {
            throw new TooLongException(maxLineBytes);
        }
        return new Line(buffer, start, length, feed >= 0);
    }

    void pass(Line line) {
        start += line.length();
    }

    private int indexOfFeed(int from) {
        for (int i = from; i < end; i++) {
            if (buffer[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private void fill() throws IOException {
        if (start > 0) {
            System.arraycopy(buffer, start, buffer, 0, end - start);
            end -= start;
            start = 0;
        } else if (end == buffer.length) {
            buffer = Arrays.copyOf(buffer, 2 * end);
        }
        int read;
        try {
            read = input.read(buffer, end, buffer.length - end);
        } catch (EOFException torn) {
            read = -1;
        }
        ended = read < 0;
        end += Math.max(read, 0);
    }
}
