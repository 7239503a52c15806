package io.afterimage.tck;

import io.afterimage.LiveResultsStore;
import io.afterimage.spi.StoreSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Where a rule works: the store under test, and ways to close it, open it again, and open others. Whatever was opened is
 * closed at the end, newest first. Not thread-safe; one thread at a time.
 */
public final class StoreBench implements AutoCloseable {

    /** How the rules open stores unless they say otherwise. */
    static final StoreSettings SETTINGS = StoreSettings.DEFAULT.withMemoryBudgetBytes(16L << 20);

    private final StoreUnderTest subject;
    private final Path directory;
    private final StoreSettings settings;
    private final Deque<LiveResultsStore> opened = new ArrayDeque<>();
    private @Nullable LiveResultsStore main;
    private int asides;

    StoreBench(StoreUnderTest subject, Path directory) {
        this(subject, directory, SETTINGS);
    }

    /** A bench whose store under test is opened with other settings than usual. */
    StoreBench(StoreUnderTest subject, Path directory, StoreSettings settings) {
        this.subject = subject;
        this.directory = directory;
        this.settings = settings;
    }

    /** The backend. */
    StoreUnderTest subject() {
        return subject;
    }

    /** The store under test, opened at the first call. */
    LiveResultsStore store() {
        if (main == null) {
            main = openAgain(settings);
        }
        return main;
    }

    /** Closes the store under test and opens its directory again. */
    LiveResultsStore reopen() {
        return reopen(settings);
    }

    /** Closes the store under test and opens its directory again with other settings. */
    LiveResultsStore reopen(StoreSettings others) {
        store().close();
        main = openAgain(others);
        return main;
    }

    /** Opens the directory of the store under test once more. */
    LiveResultsStore openAgain(StoreSettings others) {
        return openIn(directory(), others);
    }

    /** Opens a fresh store beside the one under test. */
    LiveResultsStore openAside(StoreSettings others) {
        return openIn(emptyDirectory(), others);
    }

    /** Opens a store and closes it at the end. */
    LiveResultsStore openIn(Path where, StoreSettings others) {
        LiveResultsStore store = subject.open(where, others);
        opened.push(store);
        return store;
    }

    /** A fresh directory. */
    Path emptyDirectory() {
        return created(directory.resolve("aside-" + ++asides));
    }

    /** The directory of the store under test. */
    Path directory() {
        return created(directory.resolve("store"));
    }

    boolean has(StoreTrait trait) {
        return subject.traits().contains(trait);
    }

    private static Path created(Path path) {
        try {
            return Files.createDirectories(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }
}
