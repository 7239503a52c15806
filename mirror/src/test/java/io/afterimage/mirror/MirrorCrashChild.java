package io.afterimage.mirror;

import io.afterimage.LiveResultsStore;
import java.nio.file.Path;

/**
 * A process that applies {@link Batch200}, and stops at the n-th write to the engine until it is killed. Arguments: engine,
 * directory, n, {@code before} or {@code after} the write.
 */
final class MirrorCrashChild implements WatchedEngine.Watcher {

    /** What a parent waits for. */
    static final String STOPPED = "stopped";

    private final boolean stopsBefore;
    private int left;

    private MirrorCrashChild(int write, boolean stopsBefore) {
        this.left = write;
        this.stopsBefore = stopsBefore;
    }

    public static void main(String[] arguments) {
        MirrorCrashChild child = new MirrorCrashChild(Integer.parseInt(arguments[2]), arguments[3].equals("before"));
        try (LiveResultsStore store = TestEngine.valueOf(arguments[0])
                        .open(Path.of(arguments[1]), engine -> WatchedEngine.around(engine, child));
                MirrorStore mirror = Batch200.mirror(store, Batch200.later()).open()) {
            mirror.apply(Batch200.batch());
        }
    }

    @Override
    public void before() {
        left--;
        if (left == 0 && stopsBefore) {
            waitForTheEnd();
        }
    }

    @Override
    public void after() {
        if (left == 0) {
            waitForTheEnd();
        }
    }

    private synchronized void waitForTheEnd() {
        System.out.println(STOPPED);
        while (true) {
            try {
                wait();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }
}
