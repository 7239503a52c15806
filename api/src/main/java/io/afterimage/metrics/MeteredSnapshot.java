package io.afterimage.metrics;

import io.afterimage.Position;
import io.afterimage.Row;
import io.afterimage.RowCursor;
import io.afterimage.Snapshot;
import java.util.List;
import java.util.stream.Stream;

/** A snapshot that says when it is closed. Thread-safe. */
final class MeteredSnapshot implements Snapshot {

    private final Snapshot snapshot;
    private final OpenSnapshots openSnapshots;

    MeteredSnapshot(Snapshot snapshot, OpenSnapshots openSnapshots) {
        this.snapshot = snapshot;
        this.openSnapshots = openSnapshots;
    }

    @Override
    public String queryId() {
        return snapshot.queryId();
    }

    @Override
    public Position position() {
        return snapshot.position();
    }

    @Override
    public long rowCount() {
        return snapshot.rowCount();
    }

    @Override
    public RowCursor cursor() {
        return snapshot.cursor();
    }

    @Override
    public RowCursor cursorFrom(long firstSignature) {
        return snapshot.cursorFrom(firstSignature);
    }

    @Override
    public List<RowCursor> split(int parts) {
        return snapshot.split(parts);
    }

    @Override
    public Stream<Row> stream() {
        return snapshot.stream();
    }

    @Override
    public List<Row> toList() {
        return snapshot.toList();
    }

    @Override
    public void close() {
        snapshot.close();
        openSnapshots.closed(this);
    }
}
