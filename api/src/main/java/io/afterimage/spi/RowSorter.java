package io.afterimage.spi;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Brings any number of rows into the order of their signatures, in bounded memory: rows are collected in two buffers, one
 * of which is filled while the other is sorted and written into a {@link RowFile}; the files are merged when all rows are
 * in. What fits into one buffer never meets the disk. Not thread-safe; one thread at a time.
 */
final class RowSorter implements AutoCloseable {

    /** So many files of one level become one of the next, so that a merge has a bounded number of them open. */
    private static final int FILES_MERGED = 128;

    /*
     * The memory: 5/16 for the rows of each buffer, 4/16 for the places of both and for sorting them (48 bytes of each 192),
     * 2/16 for merging files. Once all rows are in, one buffer is given up, and 6/16 are for merging.
     */
    private static final int MEMORY_PER_ROW = 192;

    private final Path directory;
    private final long memoryBytes;
    private final SignatureSort sort = new SignatureSort();
    private final List<Level> files = new ArrayList<>();
    private RowBuffer filling;
    private RowBuffer spare;
    private CompletableFuture<Void> spilling = CompletableFuture.completedFuture(null);
    private final ExecutorService spiller = Executors.newSingleThreadExecutor(RowSorter::newThread);

    /** A file and how often its rows were merged; in the order in which the rows came. */
    private record Level(RowFile file, int merges) {}

    /**
     * Starts without rows.
     *
     * @param directory where rows go that do not fit
     * @param memoryBytes what sorting and merging may take, beside a few copies of the longest row
     */
    RowSorter(Path directory, long memoryBytes) {
        this.directory = directory;
        this.memoryBytes = memoryBytes;
        this.filling = newBuffer();
        this.spare = newBuffer();
    }

    private RowBuffer newBuffer() {
        int mostRows = (int) Math.min(1 << 28, memoryBytes / MEMORY_PER_ROW);
        return new RowBuffer(memoryBytes / 16 * 5, mostRows);
    }

    private static Thread newThread(Runnable task) {
        Thread thread = new Thread(task, "afterimage-sorter");
        thread.setDaemon(true);
        return thread;
    }

    /** Adds a row; the array is not kept. */
    void add(long signature, byte[] data) {
        if (filling.add(signature, data)) {
            return;
        }
        awaitSpilling();
        RowBuffer full = filling;
        filling = spare;
        spare = full;
        spilling = CompletableFuture.runAsync(() -> spill(full), spiller);
        filling.add(signature, data);
    }

    private void spill(RowBuffer rows) {
        rows.sort(sort);
        files.add(new Level(RowFile.write(directory, allOf(List.of(rows))), 0));
        rows.close();
        while (lastAreOfOneLevel()) {
            mergeLast();
        }
    }

    private boolean lastAreOfOneLevel() {
        int last = files.size() - 1;
        return files.size() >= FILES_MERGED && files.get(last).merges == files.get(files.size() - FILES_MERGED).merges;
    }

    private void mergeLast() {
        List<Level> last = files.subList(files.size() - FILES_MERGED, files.size());
        List<RowFile> old = last.stream().map(Level::file).toList();
        Level merged = new Level(RowFile.write(directory, allOf(old)), last.get(0).merges + 1);
        last.clear();
        files.add(merged);
        old.forEach(RowFile::close);
    }

    private RowMerge allOf(List<? extends SortedRun> runs) {
        int bufferBytes = SortedRows.bufferBytes(memoryBytes / 8, runs.size());
        return new RowMerge(
                runs.stream().map(run -> run.cursor(0, -1, bufferBytes)).toList());
    }

    /** Waits, whether interrupted or not, and throws what the writing failed with. */
    private void awaitSpilling() {
        try {
            spilling.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error cause) {
                throw cause;
            }
            throw e;
        }
    }

    /** All rows in order, once none is to be added any more; good until this is closed. */
    SortedRows sorted() {
        awaitSpilling();
        spare = newBuffer();
        filling.sort(sort);
        List<SortedRun> runs = new ArrayList<>();
        files.forEach(level -> runs.add(level.file()));
        runs.add(filling);
        return new SortedRows(runs, memoryBytes / 16 * 6);
    }

    /** Removes the files. */
    @Override
    public void close() {
        spiller.shutdown();
        spilling.exceptionally(failure -> null).join(); // whoever adds or sorts has been told of a failure
        Closing all = new Closing();
        files.forEach(level -> all.then(level.file()::close));
        all.end();
    }
}
