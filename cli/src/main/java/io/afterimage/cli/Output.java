package io.afterimage.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Where results go: standard output, buffered, in UTF-8. A failed write is {@link Lost}, never ignored, so a full disk
 * does not pass for a complete result. Not thread-safe; one thread at a time.
 */
public final class Output {

    private static final int BUFFER_BYTES = 1 << 16;

    private final BufferedOutputStream stream;

    /**
     * Writes to a stream.
     *
     * @param stream the stream; flushed here, never closed
     */
    public Output(OutputStream stream) {
        this.stream = new BufferedOutputStream(stream, BUFFER_BYTES);
    }

    /**
     * Writes a line.
     *
     * @param text the line without its end
     */
    public void line(String text) {
        text(text);
        newLine();
    }

    /**
     * Writes text.
     *
     * @param text the text
     */
    public void text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        bytes(bytes, 0, bytes.length);
    }

    /** Ends a line. */
    public void newLine() {
        try {
            stream.write('\n');
        } catch (IOException e) {
            throw new Lost(e);
        }
    }

    /**
     * Writes bytes as they are.
     *
     * @param bytes where they are
     * @param offset where they start
     * @param length how many they are
     */
    public void bytes(byte[] bytes, int offset, int length) {
        try {
            stream.write(bytes, offset, length);
        } catch (IOException e) {
            throw new Lost(e);
        }
    }

    /** Hands everything written so far to the reader. */
    public void flush() {
        try {
            stream.flush();
        } catch (IOException e) {
            throw new Lost(e);
        }
    }

    /** Standard output took no more. */
    static final class Lost extends UncheckedIOException {

        private static final long serialVersionUID = 1L;

        Lost(IOException cause) {
            super("The output could not be written. Found: " + cause.getMessage() + ".", cause);
        }

        /** Whether the reader has gone, as {@code head} does when it has seen enough. */
        boolean readerHasGone() {
            return String.valueOf(getCause()).contains("Broken pipe");
        }
    }
}
