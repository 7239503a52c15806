package io.afterimage.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.AfterimageException;
import io.afterimage.LiveResultsStore;
import io.afterimage.Position;
import io.afterimage.Row;
import io.afterimage.RowCursor;
import io.afterimage.Snapshot;
import io.afterimage.StoreClosedException;
import io.afterimage.spi.StoreSettings;
import io.afterimage.tck.model.QueryState;
import io.afterimage.tck.model.RandomWrites;
import io.afterimage.tck.model.RowFold;
import io.afterimage.tck.model.StoreWrite;
import io.afterimage.tck.torture.Directories;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Two stores that get the same calls, every answer compared, and the rows of both compared with a plain fold. Not
 * thread-safe; one thread at a time.
 */
final class Comparison implements AutoCloseable {

    private final Path directory;
    private final List<StoreBench> benches;
    private final RowFold fold = new RowFold();
    private final List<Kept> kept = new ArrayList<>();

    /** One moment in both stores, and what it must go on showing. */
    private record Kept(List<Snapshot> snapshots, Position position, List<Row> rows) {}

    Comparison(StoreUnderTest subject, StoreUnderTest other, StoreSettings settings) {
        directory = Directories.temporary("comparison");
        benches = List.of(
                new StoreBench(subject, directory.resolve("subject"), settings),
                new StoreBench(other, directory.resolve("other"), settings));
    }

    /** Makes one write. */
    void write(StoreWrite write) {
        Function<String, Position> stands = stands();
        Object answer = sameAnswer(store -> write.on(store, stands));
        if (!(answer instanceof Class<?>) && write.isDoneBy(answer)) {
            write.on(fold);
        }
        compareStates();
    }

    /** Makes one read. */
    void read(StoreRead read) {
        Function<String, Position> stands = stands();
        sameAnswer(store -> read.call().apply(store, stands));
    }

    private Function<String, Position> stands() {
        Map<String, Position> before = new HashMap<>();
        RandomWrites.QUERIES.forEach(id -> before.put(id, stores().get(1).position(id)));
        return before::get;
    }

    private Object sameAnswer(Function<LiveResultsStore, Object> call) {
        List<Object> answers = stores().stream()
                .map(store -> answerOf(() -> call.apply(store)))
                .toList();
        assertThat(answers.get(0)).isEqualTo(answers.get(1));
        return answers.get(0);
    }

    /** An answer, or the class of the error. */
    private static Object answerOf(Supplier<Object> call) {
        try {
            return call.get();
        } catch (AfterimageException e) {
            return e.getClass();
        }
    }

    private List<LiveResultsStore> stores() {
        return benches.stream().map(StoreBench::store).toList();
    }

    private void compareStates() {
        for (String id : RandomWrites.QUERIES) {
            QueryState subject = QueryState.of(stores().get(0), id);
            assertThat(subject).isEqualTo(QueryState.of(stores().get(1), id));
            assertThat(subject.rows()).isEqualTo(fold.rows(id));
            assertThat(subject.rowCount()).isEqualTo(fold.rows(id).size());
        }
    }

    /** Opens a snapshot and keeps it. */
    record Keep(String queryId) {

        static Keep any(Random random) {
            return new Keep(new RandomWrites(random).query());
        }
    }

    void keep(Keep choice) {
        String id = choice.queryId;
        List<Snapshot> snapshots =
                stores().stream().map(store -> store.readSnapshot(id)).toList();
        kept.add(new Kept(snapshots, stores().get(1).position(id), fold.rows(id)));
    }

    /** Reads a kept snapshot again, whole and in parts. */
    record Check(int which, int parts) {

        static Check any(Random random) {
            return new Check(random.nextInt(100), 1 + random.nextInt(9));
        }
    }

    void check(Check choice) {
        if (!kept.isEmpty()) {
            Kept one = kept.get(choice.which % kept.size());
            one.snapshots.forEach(snapshot -> {
                assertThat(snapshot.position()).isEqualTo(one.position);
                assertThat(snapshot.rowCount()).isEqualTo(one.rows.size());
                assertThat(snapshot.toList()).isEqualTo(one.rows);
                assertThat(rowsOf(snapshot.split(choice.parts))).isEqualTo(one.rows);
            });
        }
    }

    private static List<Row> rowsOf(List<RowCursor> parts) {
        List<Row> rows = new ArrayList<>();
        for (RowCursor part : parts) {
            while (part.next()) {
                rows.add(new Row(part.rowSignature(), part.copyData()));
            }
            part.close();
        }
        return rows;
    }

    /** Closes a kept snapshot. */
    record Forget(int which) {

        static Forget any(Random random) {
            return new Forget(random.nextInt(100));
        }
    }

    void forget(Forget choice) {
        if (!kept.isEmpty()) {
            kept.remove(choice.which % kept.size()).snapshots.forEach(Snapshot::close);
        }
    }

    /** Closes and opens again what survives it. Kept snapshots are closed with their stores. */
    void reopen() {
        for (int side = 0; side < benches.size(); side++) {
            if (benches.get(side).has(StoreTrait.SURVIVES_CLOSE)) {
                benches.get(side).reopen();
                for (Kept one : kept) {
                    assertThatThrownBy(one.snapshots.get(side)::rowCount).isInstanceOf(StoreClosedException.class);
                }
            }
        }
        kept.forEach(one -> one.snapshots.forEach(Snapshot::close));
        kept.clear();
        compareStates();
    }

    @Override
    public void close() {
        kept.forEach(one -> one.snapshots.forEach(Snapshot::close));
        benches.forEach(StoreBench::close);
        Directories.delete(directory);
    }
}
