package io.afterimage.mirror;

import io.afterimage.RowCursor;
import io.afterimage.Snapshot;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** A walk over the records of one resource, by signature, then id. Not thread-safe; one thread at a time. */
final class RecordWalk implements AutoCloseable {

    private final String resource;
    private final RowCursor rows;
    private PageToken last;
    private Iterator<StoredRecord> bucket = Collections.emptyIterator();
    private long signature;
    private @Nullable StoredRecord current;

    private RecordWalk(String resource, RowCursor rows, PageToken after) {
        this.resource = resource;
        this.rows = rows;
        this.last = after;
    }

    static RecordWalk over(Snapshot snapshot, String resource) {
        return after(snapshot, resource, PageToken.START);
    }

    static RecordWalk after(Snapshot snapshot, String resource, PageToken after) {
        return new RecordWalk(resource, snapshot.cursorFrom(after.signature()), after);
    }

    /** Moves to the next record; false at the end. */
    boolean next() {
        if (current != null) {
            last = new PageToken(signature, current.recordId());
        }
        while (!bucket.hasNext()) {
            if (!rows.next()) {
                current = null;
                return false;
            }
            signature = rows.rowSignature();
            bucket = unread(StoredRecord.CODEC.decode(queryId(), signature, rows.copyData()));
        }
        current = bucket.next();
        return true;
    }

    private String queryId() {
        return MirrorQueries.records(resource);
    }

    private Iterator<StoredRecord> unread(List<StoredRecord> all) {
        return all.stream()
                .filter(it -> signature != last.signature() || it.recordId().compareTo(last.recordId()) > 0)
                .iterator();
    }

    MirroredRecord record() {
        return current().in(resource);
    }

    int bytes() {
        return current().payload().length;
    }

    /** Where a page begins that starts with the current record. */
    PageToken tokenBefore() {
        return last;
    }

    /** The rest of the walk; closing the stream closes it. */
    Stream<MirroredRecord> stream() {
        Spliterator<MirroredRecord> rest =
                new Spliterators.AbstractSpliterator<>(
                        Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.DISTINCT | Spliterator.NONNULL) {
                    @Override
                    public boolean tryAdvance(Consumer<? super MirroredRecord> action) {
                        if (!RecordWalk.this.next()) {
                            return false;
                        }
                        action.accept(RecordWalk.this.record());
                        return true;
                    }
                };
        return StreamSupport.stream(rest, false).onClose(this::close);
    }

    private StoredRecord current() {
        if (current == null) {
            throw new NoSuchElementException("The walk is not on a record.");
        }
        return current;
    }

    @Override
    public void close() {
        rows.close();
    }
}
