package io.afterimage.sqlite;

import io.afterimage.CorruptStoreException;
import io.afterimage.StoreUnavailableException;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;

/**
 * Holds the database file against the checksums that {@link PageSeal} keeps. Another process may write meanwhile: a page
 * that looks wrong is believed to be wrong only if neither the checksums nor the log have changed since they were read.
 * Reads the whole file once, at the speed of the disk or of the system's cache.
 */
final class PageCheck {

    private static final int LOOKS = 1_000;

    private final SqliteFile file;
    private final DatabaseBytes bytes;

    private PageCheck(SqliteFile file, DatabaseBytes bytes) {
        this.file = file;
        this.bytes = bytes;
    }

    /**
     * Checks every page.
     *
     * @return how many pages were checked; 0 if there are no checksums to hold them against
     * @throws CorruptStoreException if a page is not what was written
     */
    static long run(SqliteFile file) {
        try (DatabaseBytes bytes = DatabaseBytes.open(file)) {
            return new PageCheck(file, bytes).run();
        } catch (IOException e) {
            throw PageSeal.unreadable(file, e);
        }
    }

    /** Whether the file is to the byte what the checksums say of it, the log left aside. */
    static boolean isAsSealed(SqliteFile file) throws IOException {
        Optional<PageChecksums> checksums = PageSeal.written(file);
        if (checksums.isEmpty()) {
            return false;
        }
        try (DatabaseBytes bytes = DatabaseBytes.open(file)) {
            BitSet all = new BitSet();
            all.set(1, checksums.get().pages() + 1);
            return new Expected(checksums.get(), new Committed())
                    .compare(bytes, all)
                    .isEmpty();
        }
    }

    private long run() throws IOException {
        Optional<Expected> first = Expected.read(file);
        if (first.isEmpty()) {
            return 0;
        }
        Expected expected = first.get();
        BitSet suspects = new BitSet();
        suspects.set(1, expected.checksums.pages() + 1);
        for (int look = 0; look < LOOKS; look++) {
            Optional<String> wrong = expected.compare(bytes, suspects);
            if (wrong.isEmpty()) {
                return expected.checksums.pages();
            }
            Optional<Expected> now = Expected.read(file);
            if (now.isEmpty()) {
                return 0;
            }
            if (now.get().isSameAs(expected)) {
                throw PageSeal.damaged(file, "pages that match " + file.pages().getFileName(), wrong.get());
            }
            expected = now.get();
        }
        throw new StoreUnavailableException(
                "The pages of the store cannot be checked while it is written so fast. Store: " + file
                        + ". Next: open it again.",
                null);
    }

    /** What the file should hold at some moment: the checksums, and the pages that the log answers for. */
    private static final class Expected {

        private final PageChecksums checksums;
        private final byte[] encoded;
        private final BitSet inLog;
        private final long logSalts;

        private Expected(PageChecksums checksums, Committed log) {
            this.checksums = checksums;
            this.encoded = checksums.encode();
            this.inLog = log.pages;
            this.logSalts = log.salts;
        }

        /* The log first: whatever a checkpoint moves after this look was sealed before, and the seal is read after it. */
        static Optional<Expected> read(SqliteFile file) throws IOException {
            Committed log = Committed.read(file);
            return PageSeal.trusted(file).map(checksums -> new Expected(checksums, log));
        }

        boolean isSameAs(Expected other) {
            return logSalts == other.logSalts && inLog.equals(other.inLog) && Arrays.equals(encoded, other.encoded);
        }

        /** What is wrong, if anything is; leaves only the pages that are wrong among the suspects. */
        Optional<String> compare(DatabaseBytes bytes, BitSet suspects) throws IOException {
            suspects.andNot(inLog);
            suspects.clear(checksums.pages() + 1, Math.max(suspects.length(), checksums.pages() + 1));
            PageReader reader = new PageReader(bytes, checksums.pageBytes());
            BitSet wrong = new BitSet();
            for (int from = suspects.nextSetBit(1); from > 0; from = suspects.nextSetBit(suspects.nextClearBit(from))) {
                int to = suspects.nextClearBit(from) - 1;
                int begin = from;
                try {
                    reader.forEach(from, to, (page, buffer, offset) -> {
                        wrong.set(page, !checksums.matches(page, buffer, offset));
                    });
                } catch (EOFException e) {
                    int there = (int) Math.min(Integer.MAX_VALUE, bytes.length() / checksums.pageBytes());
                    wrong.set(Math.max(begin, there + 1), to + 1);
                }
            }
            suspects.and(wrong);
            if (!suspects.isEmpty()) {
                int count = suspects.cardinality();
                return Optional.of(count + (count == 1 ? " page that differs" : " pages that differ")
                        + ", the first at byte " + (suspects.nextSetBit(1) - 1L) * checksums.pageBytes());
            }
            long length = (long) checksums.pages() * checksums.pageBytes();
            return inLog.isEmpty() && bytes.length() != length
                    ? Optional.of(bytes.length() + " bytes instead of " + length)
                    : Optional.empty();
        }
    }

    /** The pages that committed transactions have left in the log. */
    private static final class Committed implements LogFile.FrameSink {

        private final BitSet pages = new BitSet();
        private final BitSet open = new BitSet();
        private long salts;

        static Committed read(SqliteFile file) throws IOException {
            Committed committed = new Committed();
            if (file.logBytes() > 0) {
                try (LogFile log = new LogFile(file.log())) {
                    committed.salts = log.salts();
                    log.soundFrames(committed);
                }
            }
            return committed;
        }

        @Override
        public void frame(int page, int pagesInFile, byte[] bytes, int offset) {
            open.set(page);
            if (pagesInFile != 0) {
                pages.or(open);
                open.clear();
            }
        }
    }
}
