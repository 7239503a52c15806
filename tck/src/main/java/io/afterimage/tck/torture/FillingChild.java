package io.afterimage.tck.torture;

import io.afterimage.Durability;
import io.afterimage.LiveResultsStore;
import io.afterimage.OutcomeUnknownException;
import io.afterimage.RowMutation;
import io.afterimage.StoreUnavailableException;
import io.afterimage.tck.model.QueryState;
import io.afterimage.tck.model.RandomWrites;
import io.afterimage.tck.model.WriteLoad;
import io.afterimage.tck.model.WriteStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The main class of the child JVM that fills its own disk. It makes heavy writes of a {@link WriteStream} beside a reader of
 * snapshots, leaves out what is refused, and holds the store to the reference at each refusal and when there is room again.
 */
final class FillingChild {

    /** How often the disk is filled. */
    static final int FILLINGS = 2;

    private static final WriteLoad LOAD = new WriteLoad(RandomWrites.QUERIES, 64);
    private static final int MAX_WRITES_WITH_ROOM = 30;
    private static final int MAX_WRITES_WITHOUT = 400;
    private static final int MAX_REFUSALS = 6;
    private static final int WRITES_BETWEEN_SQUEEZES = 40;
    private static final int MAX_ROOM_BITS = 22;
    private static final int ONE_IN_SO_MANY_STAYS_OPEN = 4;
    private static final int ATTEMPTS_WITH_ROOM = 3;

    private final Testimony report;
    private final Judge judge;
    private final Backend backend;
    private final SmallDisk disk;
    private final Path directory;
    private final Random random;
    private final WriteStream stream;
    private final Durability durability;
    private @Nullable LiveResultsStore open;
    private @Nullable SnapshotReader reader;
    private boolean outcomeUnknown;

    private FillingChild(Testimony report, Backend backend, Path directory, SmallDisk disk) {
        this.report = report;
        this.judge = new Judge(report);
        this.backend = backend;
        this.directory = directory;
        this.disk = disk;
        this.random = new Random(report.seed());
        this.stream = new WriteStream(report.seed(), LOAD);
        this.durability = random.nextBoolean() ? Durability.POWER_LOSS : Durability.PROCESS_CRASH;
    }

    /** Arguments: the class of the backend, the disk, the seed, the kind of the disk. */
    public static void main(String[] arguments) throws ReflectiveOperationException, IOException {
        Path mounted = Path.of(arguments[1]);
        Path directory = Files.createDirectory(mounted.resolve("store"));
        Testimony report = new Testimony(Long.parseLong(arguments[2]));
        SmallDisk disk = SmallDisk.Kind.valueOf(arguments[3]).open(mounted);
        FillingChild child = new FillingChild(report, WritingChild.backend(arguments[0]), directory, disk);
        try {
            child.run();
        } catch (RuntimeException | AssertionError e) {
            report.found(Harm.WRONG, Torture.stackTrace(e));
        }
        if (report.hasFindings()) {
            Directories.copy(directory, mounted.resolveSibling("store")); // the disk ends with this process
        }
        report.end();
        Runtime.getRuntime().halt(0); // whatever still waits for room
    }

    private void run() throws IOException {
        if (random.nextBoolean()) {
            disk.fill(random.nextInt(1 << 16));
            openIfThereIsRoom();
            disk.free();
        }
        resume();
        for (int filling = 0; filling < FILLINGS && !report.hasFindings(); filling++) {
            writeWithRoom(random.nextInt(MAX_WRITES_WITH_ROOM));
            switch (random.nextInt(4)) {
                case 0 -> closeWithoutRoom();
                case 1 -> openWithoutRoom();
                default -> writeWithoutRoom(MAX_WRITES_WITHOUT);
            }
            disk.free();
            resume();
        }
        if (!report.hasFindings()) {
            close();
            open();
            judge.requireAcknowledged(store(), stream, stream.done());
            close();
        }
    }

    private LiveResultsStore store() {
        return Objects.requireNonNull(open, "opened by open()");
    }

    // ---- stages

    private void closeWithoutRoom() throws IOException {
        writeWithoutRoom(random.nextInt(MAX_WRITES_WITH_ROOM));
        closeIfThereIsRoom();
        openIfThereIsRoom();
    }

    private void openWithoutRoom() throws IOException {
        close();
        fill();
        openIfThereIsRoom();
        if (open != null) {
            writeWithoutRoom(random.nextInt(MAX_WRITES_WITH_ROOM));
        }
    }

    /** Writes until there is no room left, and then tries some more. */
    private void writeWithoutRoom(int most) throws IOException {
        fill();
        int refusals = 1 + random.nextInt(MAX_REFUSALS);
        for (int i = 1; i <= most && refusals > 0 && !outcomeUnknown && !report.hasFindings(); i++) {
            if (i % WRITES_BETWEEN_SQUEEZES == 0) {
                disk.fill(0);
            }
            if (!write()) {
                refusals--;
                requireState("refused for want of room");
                if (!outcomeUnknown && random.nextInt(3) > 0) {
                    stream.skip();
                }
            }
        }
        if (random.nextInt(3) == 0 && !report.hasFindings()) {
            judge.requireAgreement(store(), LOAD.queries(), stream.states());
        }
    }

    private void fill() throws IOException {
        int bits = random.nextInt(MAX_ROOM_BITS);
        disk.fill(bits == 0 ? 0 : random.nextInt(1 << bits));
    }

    /** There is room: in the open store, or after a reopen, everything must go on. */
    private void resume() throws IOException {
        if (open != null && (outcomeUnknown || random.nextInt(ONE_IN_SO_MANY_STAYS_OPEN) > 0)) {
            close();
        }
        if (open == null) {
            open();
            requireWhole();
        }
        writeWithRoom(1);
        requireState("there is room again");
    }

    // ---- calls

    private void writeWithRoom(int writes) {
        for (int done = 0; done < writes && !report.hasFindings(); done++) {
            int attempts = 1;
            while (!write()) {
                if (attempts++ == ATTEMPTS_WITH_ROOM) {
                    report.found(Harm.WRONG, stream + ". There is room, and the write is refused all the same.");
                    return;
                }
                if (outcomeUnknown) { // an engine that has not recovered yet; then the store asks for a reopen
                    close();
                    open();
                    requireWhole();
                }
            }
        }
    }

    /** Makes the next write; true if it is done, false if there was no room. */
    private boolean write() {
        String write = stream.toString();
        Object answer = stream.attempt(store());
        Objects.requireNonNull(reader, "started by open()").written();
        if (answer.equals(StoreUnavailableException.class)) {
            report.injected(1);
            return false;
        }
        if (answer.equals(OutcomeUnknownException.class)) {
            report.injected(1);
            outcomeUnknown = true;
            requireWritesRefused();
            return false;
        }
        Object expected = stream.advance();
        if (!answer.equals(expected)) {
            report.found(Harm.WRONG, write + ". Expected: " + expected + ". Found: " + answer + ".");
        }
        return true;
    }

    private void requireWritesRefused() {
        try {
            store().applyMutations(LOAD.queries().get(0), List.of(RowMutation.delete(1)));
            report.found(Harm.WRONG, "A write was let pass although nobody knows where the store stands.");
        } catch (OutcomeUnknownException e) {
            requireState("refusing writes");
        }
    }

    private void open() {
        LiveResultsStore opened = backend.open(directory, LOAD.settings(durability));
        open = opened;
        reader = SnapshotReader.start(opened);
    }

    private void openIfThereIsRoom() {
        try {
            open();
            requireWhole();
        } catch (StoreUnavailableException e) {
            report.injected(1);
        }
    }

    private void close() {
        Objects.requireNonNull(reader, "started by open()").close();
        LiveResultsStore closing = store();
        open = null;
        closing.close();
    }

    private void closeIfThereIsRoom() {
        try {
            close();
        } catch (StoreUnavailableException e) {
            report.injected(1);
        }
    }

    /** After an open: the write of which nobody knew is there as a whole or not at all. */
    private void requireWhole() {
        if (outcomeUnknown) {
            outcomeUnknown = false;
            if (!stream.statesIn(store()).equals(stream.states())) {
                stream.advance();
            }
        }
        requireState("opened");
    }

    private void requireState(String when) {
        List<QueryState> found = stream.statesIn(store());
        if (!found.equals(stream.states())) {
            judge.reportOtherState(when, found, stream);
        }
    }
}
