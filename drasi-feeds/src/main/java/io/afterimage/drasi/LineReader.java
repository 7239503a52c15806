package io.afterimage.drasi;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Cuts an input, plain or gzip, into lines. Line ends are LF or CRLF; blank lines are skipped but counted; a byte order
 * mark at the start of a line is none of its bytes. Not thread-safe; one thread at a time.
 */
public final class LineReader {

    /** The longest line. */
    static final int MAX_LINE_BYTES = 256 << 20;

    private static final int BUFFER_BYTES = 1 << 16;

    private final InputStream input;
    private byte[] buffer = new byte[BUFFER_BYTES];
    private int start;
    private int end;
    private boolean ended;
    private long number;

    /**
     * Reads an input.
     *
     * @param input the bytes; gzip is known by its first two
     * @throws IOException if it cannot be read
     */
    public LineReader(InputStream input) throws IOException {
        this.input = decompressed(new BufferedInputStream(input, BUFFER_BYTES));
    }

    private static InputStream decompressed(BufferedInputStream input) throws IOException {
        input.mark(2);
        boolean gzip = input.read() == 0x1f && input.read() == 0x8b;
        input.reset();
        return gzip ? new GZIPInputStream(new PatientStream(input), BUFFER_BYTES) : input;
    }

    /**
     * The number of the line that {@link #next} gave last.
     *
     * @return from 1
     */
    public long number() {
        return number;
    }

    /**
     * Whether the next line may have to be waited for.
     *
     * @return true if none is in the buffer and the input has nothing to give at once
     * @throws IOException if the input cannot be read
     */
    public boolean mustWait() throws IOException {
        return !ended && indexOfLineEnd(start) < 0 && input.available() == 0;
    }

    /**
     * The next line that is not blank.
     *
     * @return its bytes without its end, a fresh array; empty at the end of the input
     * @throws UnusableLineException if the line is too long, or the gzip stream is damaged or ends in the middle
     * @throws IOException if the input cannot be read
     */
    public byte[] next() throws IOException {
        while (fillLine()) {
            number++;
            int lineEnd = indexOfLineEnd(start);
            int stop = lineEnd < 0 ? end : lineEnd;
            byte[] line = trimmed(start, stop);
            start = lineEnd < 0 ? end : lineEnd + 1;
            if (line.length > 0) {
                return line;
            }
        }
        return new byte[0];
    }

    /** Brings a whole line into the buffer; false if there is none. */
    private boolean fillLine() throws IOException {
        int searched = start;
        while (indexOfLineEnd(searched) < 0 && !ended) {
            searched = end - start;
            makeRoom();
            searched += start;
            int read = read();
            ended = read < 0;
            end += Math.max(read, 0);
        }
        return start < end;
    }

    private int read() throws IOException {
        try {
            return input.read(buffer, end, buffer.length - end);
        } catch (EOFException | ZipException e) {
            throw new UnusableLineException(
                            "The gzip stream is damaged or ends in the middle. Found: " + e.getMessage()
                                    + ". Next: give the whole file.",
                            e)
                    .atLine(number + 1);
        }
    }

    private void makeRoom() {
        if (start > 0) {
            System.arraycopy(buffer, start, buffer, 0, end - start);
            end -= start;
            start = 0;
        } else if (end == buffer.length) {
            if (end >= MAX_LINE_BYTES) {
                throw new UnusableLineException("It is too long. Expected: up to " + MAX_LINE_BYTES + " bytes.")
                        .atLine(number + 1);
            }
            buffer = Arrays.copyOf(buffer, 2 * end);
        }
    }

    private int indexOfLineEnd(int from) {
        for (int i = from; i < end; i++) {
            if (buffer[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private byte[] trimmed(int from, int to) {
        int first = from;
        int last = to;
        if (last - first >= 3
                && buffer[first] == (byte) 0xEF
                && buffer[first + 1] == (byte) 0xBB
                && buffer[first + 2] == (byte) 0xBF) {
            first += 3;
        }
        while (last > first && isBlank(buffer[last - 1])) {
            last--;
        }
        while (first < last && isBlank(buffer[first])) {
            first++;
        }
        return Arrays.copyOfRange(buffer, first, last);
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t' || b == '\r';
    }

    /**
     * Says that there is more until the end has been seen. The JDK's gzip stream asks before it looks for a further
     * member, and a pipe that is only slow would pass for its end.
     */
    private static final class PatientStream extends FilterInputStream {

        PatientStream(BufferedInputStream input) {
            super(input);
        }

        @Override
        public int available() throws IOException {
            in.mark(1);
            int next = in.read();
            in.reset();
            return next < 0 ? 0 : Math.max(1, in.available());
        }
    }
}
