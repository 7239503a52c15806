package io.afterimage.drasi.view;

import io.afterimage.drasi.view.ViewException.Trouble;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether a signature came twice, in bounded memory: of two rows with one signature a store would keep the last.
 * What does not fit into {@value #ENTRIES_IN_MEMORY} entries goes to a temporary file, which is then read once per as many
 * entries. Not thread-safe; one thread at a time.
 */
final class DistinctSignatures implements AutoCloseable {

    private static final int ENTRIES_IN_MEMORY = 1 << 20;
    private static final int ENTRY_BYTES = 2 * Long.BYTES;

    private final int capacity;
    private ByteBuffer newest = ByteBuffer.allocate(1 << 16);
    private @Nullable FileChannel file;
    private long entriesInFile;

    DistinctSignatures() {
        this(ENTRIES_IN_MEMORY);
    }

    /** For tests: with another number of entries in memory. */
    DistinctSignatures(int capacity) {
        this.capacity = capacity;
    }

    /**
     * Adds the signature of the next row.
     *
     * @param signature the signature
     * @param mark tells two keys with one signature apart
     */
    void add(long signature, long mark) {
        if (newest.position() == capacity * ENTRY_BYTES) {
            spill();
        } else if (!newest.hasRemaining()) {
            newest = ByteBuffer.allocate(Math.min(2 * newest.capacity(), capacity * ENTRY_BYTES))
                    .put(newest.flip());
        }
        newest.putLong(signature).putLong(mark);
    }

    /**
     * Makes sure that no signature came twice.
     *
     * @param queryId the query, for the message
     * @throws ViewException if one did; it names both rows
     */
    void check(String queryId) {
        long total = entriesInFile + newest.position() / ENTRY_BYTES;
        int parts = Math.toIntExact((total + capacity - 1) / capacity);
        for (int part = 0; part < parts; part++) {
            Signatures signatures = new Signatures(part, parts);
            forEach(signatures);
            Long twice = signatures.twice();
            if (twice != null) {
                throw found(queryId, twice);
            }
        }
    }

    private ViewException found(String queryId, long signature) {
        Rows rows = new Rows(signature);
        forEach(rows);
        return new ViewException(
                Trouble.UNSUITABLE,
                "Two rows of a view have one signature. Query: " + queryId + ". Signature: "
                        + Long.toUnsignedString(signature) + ". Rows: number " + rows.first + " and " + rows.second
                        + " of the view, with " + (rows.sameKey ? "the same key" : "different keys")
                        + ". Next: name columns that tell its rows apart, drop the query and start over.");
    }

    private void spill() {
        try {
            FileChannel target = file;
            if (target == null) {
                Path path = Files.createTempFile("afterimage-view", ".signatures");
                target = FileChannel.open(
                        path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
                file = target;
            }
            newest.flip();
            entriesInFile += newest.remaining() / ENTRY_BYTES;
            while (newest.hasRemaining()) {
                target.write(newest);
            }
            newest.clear();
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private void forEach(Visitor visitor) {
        if (file != null) {
            ByteBuffer chunk = ByteBuffer.allocate(4096 * ENTRY_BYTES);
            for (long at = 0; at < entriesInFile * ENTRY_BYTES; at += chunk.limit()) {
                load(file, chunk.clear(), at);
                visit(chunk, visitor);
            }
        }
        visit(newest.duplicate().flip(), visitor);
    }

    private static void visit(ByteBuffer entries, Visitor visitor) {
        while (entries.hasRemaining()) {
            visitor.entry(entries.getLong(), entries.getLong());
        }
    }

    private void load(FileChannel source, ByteBuffer chunk, long at) {
        try {
            chunk.limit((int) Math.min(chunk.capacity(), entriesInFile * ENTRY_BYTES - at));
            while (chunk.hasRemaining()) {
                if (source.read(chunk, at + chunk.position()) < 0) {
                    throw new IOException("the temporary file is shorter than what was written");
                }
            }
            chunk.flip();
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private static UncheckedIOException unwritable(IOException cause) {
        return new UncheckedIOException(
                "A temporary file cannot be used. Where: " + System.getProperty("java.io.tmpdir") + ".", cause);
    }

    @Override
    public void close() {
        if (file != null) {
            try {
                file.close();
            } catch (IOException e) {
                throw unwritable(e);
            }
        }
    }

    /** Looks at entries in the order in which they were added. */
    private interface Visitor {
        void entry(long signature, long mark);
    }

    /** Collects the signatures of one of several parts of about equal size. */
    private static final class Signatures implements Visitor {

        private static final long SPREAD = 0x9E3779B97F4A7C15L;

        private final int part;
        private final int parts;
        private long[] collected = new long[1 << 12];
        private int count;

        Signatures(int part, int parts) {
            this.part = part;
            this.parts = parts;
        }

        @Override
        public void entry(long signature, long mark) {
            if (Long.remainderUnsigned((signature * SPREAD) >>> 16, parts) == part) {
                if (count == collected.length) {
                    collected = Arrays.copyOf(collected, 2 * count);
                }
                collected[count++] = signature;
            }
        }

        /** A signature that is there twice; null where there is none. */
        @Nullable
        Long twice() {
            Arrays.sort(collected, 0, count);
            for (int i = 1; i < count; i++) {
                if (collected[i] == collected[i - 1]) {
                    return collected[i];
                }
            }
            return null;
        }
    }

    /** Finds the first two rows of one signature. */
    private static final class Rows implements Visitor {

        private final long wanted;
        private long number;
        private long first;
        private long second;
        private long firstMark;
        private boolean sameKey;

        Rows(long wanted) {
            this.wanted = wanted;
        }

        @Override
        public void entry(long signature, long mark) {
            number++;
            if (signature == wanted && first == 0) {
                first = number;
                firstMark = mark;
            } else if (signature == wanted && second == 0) {
                second = number;
                sameKey = mark == firstMark;
            }
        }
    }
}
