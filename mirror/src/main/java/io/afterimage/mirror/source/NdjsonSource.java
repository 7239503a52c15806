package io.afterimage.mirror.source;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Objects;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Reads deltas that are written one per line in their JSON form ({@link io.afterimage.mirror.Delta#toJson}), in UTF-8. A
 * line that is no delta is a {@link SourceContentException} with its number and offset; what stands before it is given
 * first.
 *
 * <p>Not thread-safe; one thread at a time.
 */
public final class NdjsonSource implements SyncSource {

    private final String id;
    private final Reader reader;

    /** Gets on from a cursor. */
    private interface Reader {
        Pulled pull(@Nullable String cursor) throws IOException;
    }

    private NdjsonSource(String id, Reader reader) {
        this.id = id;
        this.reader = reader;
    }

    /**
     * Reads a file, plain or gzip, that may grow. Its cursor is a byte offset with hashes of what lies at both ends of the
     * bytes before it: a file that was cut or replaced is a {@link StaleCursorException}. A last line without end waits
     * for it, unless it is a whole object. Between two pulls of a walk the file stays open.
     *
     * @param id the source id
     * @param file the file
     * @param limits how much it takes at once
     * @return the source
     */
    public static NdjsonSource file(String id, Path file, NdjsonLimits limits) {
        return new NdjsonSource(id, new FileReader(file, limits));
    }

    /**
     * Reads a file with {@link NdjsonLimits#DEFAULT}.
     *
     * @param id the source id
     * @param file the file
     * @return the source
     */
    public static NdjsonSource file(String id, Path file) {
        return file(id, file, NdjsonLimits.DEFAULT);
    }

    /**
     * Reads a stream to its end, once. It has no cursor: what was read is gone with the process.
     *
     * @param id the source id
     * @param input the stream, closed at its end
     * @param limits how much it takes at once
     * @return the source
     */
    public static NdjsonSource stream(String id, InputStream input, NdjsonLimits limits) {
        return new NdjsonSource(id, new StreamReader(id, input, limits));
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Pulled pull(@Nullable String cursor) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        try {
            return reader.pull(cursor);
        } catch (IOException e) {
            throw new SourceUnavailableException(
                    "The input cannot be read. Source: " + id + ". Found: " + e + ". Next: see that it is there, and"
                            + " sync again.",
                    e);
        }
    }

    /** Reads a file, walk after walk; one walk may last for several pulls. */
    private static final class FileReader implements Reader {

        private final Path file;
        private final NdjsonLimits limits;

        private @Nullable DeltaLines walk;
        private @Nullable String reached;

        FileReader(Path file, NdjsonLimits limits) {
            this.file = file;
            this.limits = limits;
        }

        @Override
        public Pulled pull(@Nullable String cursor) throws IOException {
            DeltaLines lines = walk != null && Objects.equals(cursor, reached) ? walk : reopen(cursor);
            boolean goesOn = false;
            try {
                DeltaLines.Batch batch = lines.next(DeltaLines.Torn.WAITS);
                if (batch.wrong() != null && batch.deltas().isEmpty()) {
                    throw batch.wrong();
                }
                goesOn = !batch.ended();
                reached = lines.cursor().toText();
                return new Pulled(batch.deltas(), reached, goesOn || batch.wrong() != null);
            } finally {
                if (!goesOn) {
                    closeWalk();
                }
            }
        }

        private DeltaLines reopen(@Nullable String cursor) throws IOException {
            closeWalk();
            walk = cursor == null ? lines(FileInput.open(file, 0), 0) : resumed(NdjsonCursor.parse(cursor));
            return walk;
        }

        private DeltaLines lines(FileInput.Opened opened, long line) {
            return new DeltaLines(file.toString(), opened.input(), limits, opened.trace(), line);
        }

        private DeltaLines resumed(NdjsonCursor cursor) throws IOException {
            FileInput.Opened opened;
            try {
                opened = FileInput.open(file, cursor.offset());
            } catch (EOFException | ZipException e) {
                throw stale("cut", cursor, e);
            }
            ByteTrace trace = opened.trace();
            if (!trace.headHash().equals(cursor.head()) || !trace.tailHash().equals(cursor.tail())) {
                opened.input().close();
                throw stale("replaced", cursor, null);
            }
            return lines(opened, cursor.line());
        }

        private StaleCursorException stale(String what, NdjsonCursor cursor, @Nullable Exception cause) {
            return new StaleCursorException(
                    "The file was " + what + " since it was read. Where: " + file + ". Expected: the first "
                            + cursor.offset() + " bytes as they were. Next: sync from the start.",
                    cause);
        }

        private void closeWalk() throws IOException {
            DeltaLines open = walk;
            walk = null;
            if (open != null) {
                open.close();
            }
        }
    }

    /** Reads a stream, which ends with its first error: what follows a wrong line is not looked at. */
    private static final class StreamReader implements Reader {

        private final InputStream input;
        private final DeltaLines lines;

        private boolean ended;
        private @Nullable SourceContentException wrong;

        StreamReader(String id, InputStream input, NdjsonLimits limits) {
            this.input = input;
            lines = new DeltaLines("the stream of " + id, input, limits, new ByteTrace(), 0);
        }

        @Override
        public Pulled pull(@Nullable String cursor) throws IOException {
            if (wrong != null) {
                throw wrong;
            }
            if (ended) {
                return Pulled.nothing();
            }
            DeltaLines.Batch batch = lines.next(DeltaLines.Torn.IS_WRONG);
            ended = batch.ended();
            wrong = batch.wrong();
            if (ended) {
                input.close();
            }
            if (wrong != null && batch.deltas().isEmpty()) {
                throw wrong;
            }
            return new Pulled(batch.deltas(), null, !ended || wrong != null);
        }
    }
}
