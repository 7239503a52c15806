package io.afterimage.tck.torture;

import io.afterimage.AfterimageException;
import io.afterimage.Durability;
import io.afterimage.InMemoryLiveResultsStore;
import io.afterimage.LiveResultsStore;
import io.afterimage.Retention;
import io.afterimage.RowMutation;
import io.afterimage.spi.StoreSettings;
import io.afterimage.tck.model.RandomWrites;
import io.afterimage.tck.model.StoreWrite;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A sound store whose files are going to be damaged: the files, and everything that can be asked of it with the answers of
 * the store in memory, which has seen the same writes. Nothing changes after its making.
 */
final class Specimen {

    /** In which state the files are taken. */
    enum Shape {
        /** Closed; small rows. */
        CLOSED(false, 1, 120),
        /** Killed in its first life, so that the log holds everything. */
        KILLED(false, 1, 120),
        /** Closed after its second opening; rows that fill pages. */
        CLOSED_AGAIN(true, 200, 9_000),
        /** Killed after its second opening, so that log and tables both matter. */
        KILLED_AGAIN(true, 60, 2_500);

        private final boolean opensAgain;
        private final int leastRowBytes;
        private final int mostRowBytes;

        Shape(boolean opensAgain, int leastRowBytes, int mostRowBytes) {
            this.opensAgain = opensAgain;
            this.leastRowBytes = leastRowBytes;
            this.mostRowBytes = mostRowBytes;
        }

        private boolean isKilled() {
            return this == KILLED || this == KILLED_AGAIN;
        }
    }

    /** A question and its right answer. */
    record Answer(Question question, Object expected) {}

    private static final int WRITES = 60;
    private static final int ROWS = 150;
    private static final int ROWS_THAT_OTHERS_TOUCH = 20;

    private final Shape shape;
    private final StoreSettings settings;
    private final List<StoreWrite> writes = new ArrayList<>();
    private final StoreImage image;
    private final List<Answer> answers;

    /** Makes one in an empty directory, which is left to the caller. */
    Specimen(Backend backend, Path directory, Shape shape, Durability durability, Random random) {
        this.shape = shape;
        settings = StoreSettings.DEFAULT
                .withMemoryBudgetBytes(8L << 20)
                .withRetention(Retention.ofEntries(20))
                .withDurability(durability);
        try (LiveResultsStore reference = inMemory()) {
            StoreImage last = live(backend, directory, random, reference);
            image = shape.opensAgain ? live(backend, directory, random, reference) : last;
            answers = answersOf(reference);
        }
    }

    /** Opens the store, writes, and closes it; gives the files as the shape wants them. */
    private StoreImage live(Backend backend, Path directory, Random random, LiveResultsStore reference) {
        StoreImage ofOpenStore;
        try (LiveResultsStore store = backend.open(directory, settings)) {
            write(random, reference, store);
            ofOpenStore = StoreImage.atRest(directory);
        }
        return shape.isKilled() ? ofOpenStore : StoreImage.atRest(directory);
    }

    private void write(Random random, LiveResultsStore reference, LiveResultsStore store) {
        RandomWrites small = new RandomWrites(random);
        List<StoreWrite> now = new ArrayList<>();
        for (int left = WRITES; left > 0; left--) {
            now.add(small.next());
        }
        for (String id : RandomWrites.QUERIES) {
            now.add(new StoreWrite.Apply(id, rows(random, small)));
        }
        now.add(small.next());
        for (StoreWrite write : now) {
            Object found = answerOf(write, store, reference);
            Object expected = answerOf(write, reference, reference);
            if (!found.equals(expected)) {
                throw new AssertionError(write + ". Expected: " + expected + ". Found: " + found + ".");
            }
        }
        writes.addAll(now);
    }

    private List<RowMutation> rows(Random random, RandomWrites small) {
        List<RowMutation> rows = new ArrayList<>();
        for (int left = ROWS; left > 0; left--) {
            int most = shape.leastRowBytes + shape.mostRowBytes / (1 + random.nextInt(20));
            byte[] data = new byte[random.nextInt(shape.leastRowBytes, most + 1)];
            random.nextBytes(data);
            long signature = left < ROWS_THAT_OTHERS_TOUCH ? small.signature() : random.nextLong();
            rows.add(RowMutation.upsert(signature, data));
        }
        return rows;
    }

    /** What a store answers to a write, or the class of its error; the write is told relative to where another stands. */
    static Object answerOf(StoreWrite write, LiveResultsStore store, LiveResultsStore stands) {
        try {
            return write.on(store, stands::position);
        } catch (AfterimageException e) {
            return e.getClass();
        }
    }

    /** Everything that can be asked of a store, with its answers. */
    static List<Answer> answersOf(LiveResultsStore reference) {
        return Question.about(reference, RandomWrites.QUERIES).stream()
                .map(question -> new Answer(question, question.call().apply(reference)))
                .toList();
    }

    /** A new store in memory that has seen the same writes, to go on from. */
    LiveResultsStore reference() {
        LiveResultsStore reference = inMemory();
        writes.forEach(write -> answerOf(write, reference, reference));
        return reference;
    }

    private LiveResultsStore inMemory() {
        return InMemoryLiveResultsStore.with()
                .maxRowBytes(settings.maxRowBytes())
                .retention(settings.retention())
                .open();
    }

    StoreSettings settings() {
        return settings;
    }

    StoreImage image() {
        return image;
    }

    /** All that can be asked, and the right answers. */
    List<Answer> answers() {
        return answers;
    }

    @Override
    public String toString() {
        return shape + ", " + settings.durability();
    }
}
