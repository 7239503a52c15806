package io.afterimage.spi;

import io.afterimage.Position;
import io.afterimage.RefusedException;
import io.afterimage.RowCursor;
import io.afterimage.Snapshot;
import java.lang.ref.Cleaner;
import java.util.ArrayList;
import java.util.List;

/** The snapshot that users hold. When it becomes unreachable without a close, it is reported and closed. Thread-safe. */
final class EngineSnapshot implements Snapshot {

    private static final Cleaner CLEANER = Cleaner.create();
    private static final int MOST_PARTS = 1_024;

    private final OpenSnapshot open;
    private final Cleaner.Cleanable cleanable;

    EngineSnapshot(OpenSnapshot open, LeakListener leakListener) {
        this.open = open;
        this.cleanable = CLEANER.register(this, new Forgotten(open, leakListener));
    }

    /** What is left to do when nobody holds the snapshot any more. */
    private record Forgotten(OpenSnapshot open, LeakListener listener) implements Runnable {
        @Override
        public void run() {
            boolean leaked = open.isOpen();
            try {
                open.close();
            } finally {
                if (leaked) {
                    listener.snapshotLeaked(open.record().queryId(), open.openedAt());
                }
            }
        }
    }

    @Override
    public String queryId() {
        return open.record().queryId();
    }

    @Override
    public Position position() {
        open.requireOpen();
        return open.record().visiblePosition();
    }

    @Override
    public long rowCount() {
        open.requireOpen();
        return open.record().rows().count();
    }

    @Override
    public RowCursor cursor() {
        return split(1).get(0);
    }

    @Override
    public RowCursor cursorFrom(long firstSignature) {
        open.requireOpen();
        return firstSignature == 0
                ? cursor()
                : new EngineCursor(this, open.scan(firstSignature, -1L), ScanAudit.ofOneRange(open.record()));
    }

    @Override
    public List<RowCursor> split(int parts) {
        open.requireOpen();
        if (parts < 1 || parts > MOST_PARTS) {
            throw new RefusedException("The number of parts is outside its limits. Expected: 1 to " + MOST_PARTS
                    + ". Found: " + parts + ".");
        }
        ScanAudit audit = new ScanAudit(open.record(), parts);
        List<RowCursor> cursors = new ArrayList<>(parts);
        long width = Long.divideUnsigned(-1L, parts);
        for (int part = 0; part < parts; part++) {
            long from = part * width;
            long to = part == parts - 1 ? -1L : from + width - 1;
            cursors.add(new EngineCursor(this, open.scan(from, to), audit));
        }
        return cursors;
    }

    /** For the verifier, which reads more than rows. */
    OpenSnapshot open() {
        return open;
    }

    @Override
    public void close() {
        open.close();
        cleanable.clean();
    }
}
