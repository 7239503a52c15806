package io.afterimage.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.afterimage.LiveResultsStore;
import io.afterimage.Position;
import io.afterimage.QuerySummary;
import io.afterimage.RefusedException;
import io.afterimage.ResultCommit;
import io.afterimage.RowMutation;
import io.afterimage.Snapshot;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A reader beside the writer: it follows every commit, never falls back behind what it has shown, and writes nothing. */
@Timeout(120)
class ReadOnlyStoreTest {

    private static final int COMMITS = 800;

    private final HeapDisk writersDisk = new HeapDisk();
    /** What the writer has committed, through a window. */
    private final HeapDisk readersDisk = new HeapDisk();

    private final EngineStore writer = writersDisk.open(StoreSettings.DEFAULT);
    private final EngineStore reader =
            readersDisk.open(StoreSettings.DEFAULT.withAccess(StoreSettings.Access.READ_ONLY));

    @BeforeEach
    void letTheReaderSeeEveryCommit() {
        writersDisk.onCall(call -> {
            if (call.equals("committed")) {
                readersDisk.commit(writersDisk.state());
            }
        });
    }

    @AfterEach
    void engines_nothingMisusedOrLeftOpen() {
        writer.close();
        reader.close();
        for (HeapDisk disk : List.of(writersDisk, readersDisk)) {
            assertThat(disk.misuse()).isEmpty();
            assertThat(disk.openThings()).isZero();
        }
    }

    /** As many rows as commits, in two queries that move together. */
    private void commit(long sequence) {
        writer.commitAll(Stream.of("a", "b")
                .map(queryId -> ResultCommit.of(queryId, sequence, List.of(RowMutation.upsert(sequence, new byte[1])))
                        .build())
                .toList());
    }

    @Test
    void reader_afterEveryWrite_showsIt() {
        assertThat(reader.position("a")).isEqualTo(Position.NONE);
        commit(1);
        assertThat(reader.position("a")).isEqualTo(new Position(1, 1, 0));
        assertThat(reader.rowCount("b")).isOne();
        assertThat(reader.row("a", 1)).isPresent();
        writer.drop("a");
        assertThat(reader.position("a")).isEqualTo(Position.NONE);
        assertThat(reader.queries()).extracting(QuerySummary::queryId).containsExactly("b");
        writer.reset("a", 7, 3);
        assertThat(reader.position("a")).isEqualTo(new Position(2, 3, 7));
        assertThat(reader.verifyAll()).allMatch(verification -> verification.passed());
    }

    /** However it asks, and while the writer goes on, each answer is at or after the one before, of either query. */
    @Test
    void reader_besideTheWriter_neverGoesBackwards() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        CountDownLatch reading = new CountDownLatch(2);
        Callable<Long> following = () -> {
            long seen = 0;
            reading.countDown();
            while (!done.get() || seen < COMMITS) {
                seen = followed(seen);
            }
            return seen;
        };
        FutureTask<Long> first = new FutureTask<>(following);
        FutureTask<Long> second = new FutureTask<>(following);
        new Thread(first).start();
        new Thread(second).start();
        reading.await();
        for (long sequence = 1; sequence <= COMMITS; sequence++) {
            commit(sequence);
        }
        done.set(true);
        assertThat(first.get()).isEqualTo(COMMITS);
        assertThat(second.get()).isEqualTo(COMMITS);
    }

    /** Asks in every way, first for the one query and then for the other; the latest sequence that was shown. */
    private long followed(long seen) {
        long latest = notBefore(seen, reader.position("a").sequence());
        latest = notBefore(latest, reader.rowCount("b"));
        try (Snapshot snapshot = reader.readSnapshot("a")) {
            assertThat(snapshot.rowCount()).isEqualTo(snapshot.position().sequence());
            latest = notBefore(latest, snapshot.position().sequence());
        }
        for (QuerySummary query : reader.queries()) {
            latest = notBefore(latest, query.position().sequence());
        }
        assertThat(latest == 0 || reader.row("b", latest).isPresent()).isTrue();
        return notBefore(latest, reader.position("b").sequence());
    }

    private static long notBefore(long seen, long found) {
        assertThat(found).isGreaterThanOrEqualTo(seen);
        return found;
    }

    static Stream<Consumer<LiveResultsStore>> writes() {
        ResultCommit commit = ResultCommit.of("a", 1, List.of()).build();
        return Stream.of(
                store -> store.applyMutations("a", List.of(RowMutation.delete(1))),
                store -> store.applyMutations("a", List.of()),
                store -> store.commit(commit),
                store -> store.commitAll(List.of()),
                store -> store.clear("a"),
                store -> store.reset("a", 0, 0),
                store -> store.drop("a"),
                store -> store.replaceAll("a", Position.NONE, new CountedRows(1)));
    }

    @ParameterizedTest
    @MethodSource("writes")
    void write_anyOfThem_isRefused(Consumer<LiveResultsStore> write) {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> write.accept(reader))
                .withMessageContaining("read-only");
        assertThat(readersDisk.state().queries).isEmpty();
    }
}
