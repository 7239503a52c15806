package io.afterimage.tck.torture;

import io.afterimage.LiveResultsStore;
import io.afterimage.Position;
import io.afterimage.Row;
import io.afterimage.RowCursor;
import io.afterimage.Snapshot;
import io.afterimage.tck.model.QueryState;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/**
 * Something that can be asked of a store.
 *
 * @param text what is asked
 * @param call asks it and gives an answer that is comparable by {@code equals}
 */
record Question(String text, Function<LiveResultsStore, Object> call) {

    /** What a snapshot says of itself. */
    record Moment(Position position, long rowCount, List<Row> rows) {}

    private static final long MIDDLE = 0x7E37_79B9_7F4A_7C15L;

    /**
     * Everything that can be asked of some queries: every row that is there and some that are not, one by one; all rows,
     * whole, in parts, and from the middle; count, position, outbox, source positions; and the list of all queries.
     */
    static List<Question> about(LiveResultsStore reference, List<String> queryIds) {
        List<Question> questions = new ArrayList<>();
        for (String id : queryIds) {
            List<Row> rows = QueryState.of(reference, id).rows();
            rows.forEach(row -> questions.add(row(id, row.rowSignature())));
            new Random(rows.size()).longs(12).forEach(absent -> questions.add(row(id, absent)));
            questions.add(new Question("all of " + id, store -> QueryState.of(store, id)));
            questions.add(new Question("rows of " + id, store -> moment(store, id)));
            questions.add(new Question("parts of " + id, store -> parts(store, id, 1 + rows.size() % 7)));
            questions.add(new Question("rows of " + id + " from the middle", store -> rowsFrom(store, id, MIDDLE)));
            questions.add(new Question("count of " + id, store -> store.rowCount(id)));
            questions.add(new Question("position of " + id, store -> store.position(id)));
            questions.add(new Question("outbox of " + id, store -> QueryState.outbox(store, id)));
        }
        questions.add(new Question("queries", LiveResultsStore::queries));
        return questions;
    }

    private static Question row(String id, long signature) {
        return new Question(
                "row " + Long.toUnsignedString(signature) + " of " + id,
                store -> store.row(id, signature).map(ByteBuffer::wrap));
    }

    private static Moment moment(LiveResultsStore store, String id) {
        try (Snapshot snapshot = store.readSnapshot(id)) {
            return new Moment(snapshot.position(), snapshot.rowCount(), snapshot.toList());
        }
    }

    private static List<Row> parts(LiveResultsStore store, String id, int parts) {
        try (Snapshot snapshot = store.readSnapshot(id)) {
            List<Row> rows = new ArrayList<>();
            snapshot.split(parts).forEach(part -> rows.addAll(restOf(part)));
            return rows;
        }
    }

    private static List<Row> rowsFrom(LiveResultsStore store, String id, long signature) {
        try (Snapshot snapshot = store.readSnapshot(id)) {
            return restOf(snapshot.cursorFrom(signature));
        }
    }

    private static List<Row> restOf(RowCursor cursor) {
        List<Row> rows = new ArrayList<>();
        try (cursor) {
            while (cursor.next()) {
                rows.add(new Row(cursor.rowSignature(), cursor.copyData()));
            }
        }
        return rows;
    }

    @Override
    public String toString() {
        return text;
    }
}
