package io.afterimage.tck;

import static io.afterimage.tck.Samples.Q;
import static io.afterimage.tck.Samples.bytes;
import static io.afterimage.tck.Samples.noise;
import static io.afterimage.tck.StoreTrait.SURVIVES_CLOSE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.LiveResultsStore;
import io.afterimage.OutboxEntry;
import io.afterimage.Position;
import io.afterimage.RefusedException;
import io.afterimage.ResultCommit;
import io.afterimage.Row;
import io.afterimage.RowCursor;
import io.afterimage.RowMutation;
import io.afterimage.RowSource;
import io.afterimage.Snapshot;
import io.afterimage.tck.model.QueryState;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rule C3: bytes come back exactly, and limits bite on write only. */
interface ByteRules {

    /** Where the rules work. */
    StoreBench bench();

    /** Rows of any length and content come back exactly. On failure check lengths, terminators and number conversions. */
    @Test
    default void c03_bytes_comeBackExactly_from0BytesTo11Megabytes() {
        LiveResultsStore store = bench().store();
        byte[] everyByte = new byte[256];
        for (int i = 0; i < 256; i++) {
            everyByte[i] = (byte) i;
        }
        List<byte[]> samples = List.of(
                new byte[0], new byte[1], everyByte, bytes("{\"r\":\"ü😀\"}"), noise(70_000, 1), noise(11_000_000, 2));
        for (int i = 0; i < samples.size(); i++) {
            store.applyMutations(Q, List.of(RowMutation.upsert(i, samples.get(i))));
        }
        for (int i = 0; i < samples.size(); i++) {
            byte[] expected = samples.get(i);
            assertThat(store.row(Q, i))
                    .hasValueSatisfying(data -> assertThat(data).isEqualTo(expected));
        }
        assertSnapshotYields(store, samples);
    }

    private static void assertSnapshotYields(LiveResultsStore store, List<byte[]> samples) {
        try (Snapshot snapshot = store.readSnapshot(Q);
                RowCursor cursor = snapshot.cursor()) {
            for (byte[] expected : samples) {
                assertThat(cursor.next()).isTrue();
                assertThat(cursor.data().remaining()).isEqualTo(expected.length);
                assertThat(cursor.data().mismatch(java.nio.ByteBuffer.wrap(expected)))
                        .isEqualTo(-1);
                assertThat(cursor.copyData()).isEqualTo(expected);
            }
            assertThat(cursor.next()).isFalse();
        }
    }

    /** A row replaced by a shorter or an equal one is the new one. On failure check updates in place. */
    @Test
    default void c03_replacedRow_isTheNewOne_longerShorterOrEmpty() {
        LiveResultsStore store = bench().store();
        for (int length : new int[] {10, 5_000, 3, 0, 70_000, 1}) {
            byte[] data = noise(length, length);
            store.applyMutations(Q, List.of(RowMutation.upsert(1, data)));
            assertThat(store.row(Q, 1))
                    .hasValueSatisfying(found -> assertThat(found).isEqualTo(data));
            assertThat(QueryState.of(store, Q).rows()).containsExactly(new Row(1, data));
        }
        assertThat(store.rowCount(Q)).isEqualTo(1);
    }

    /** The limit itself is legal, one byte more is refused, on every way in. On failure check who tests the limit. */
    @Test
    default void c03_longestRow_isAccepted_andOneByteMoreIsRefused_onEveryWayIn() {
        LiveResultsStore store = bench().openAside(StoreBench.SETTINGS.withMaxRowBytes(1_000));
        RowMutation longest = RowMutation.upsert(1, noise(1_000, 1));
        RowMutation tooLong = RowMutation.upsert(2, noise(1_001, 2));
        store.applyMutations(Q, List.of(longest));
        store.commit(
                ResultCommit.of(Q, 1, List.of(longest)).outbox(noise(1_000, 3)).build());
        QueryState before = QueryState.of(store, Q);
        assertThat(before.outbox()).containsExactly(new OutboxEntry(1, noise(1_000, 3)));

        assertThatThrownBy(() -> store.applyMutations(Q, List.of(tooLong))).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> store.commit(
                        ResultCommit.of(Q, 2, List.of(longest, tooLong)).build()))
                .isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> store.commit(ResultCommit.of(Q, 2, List.of(longest))
                        .outbox(noise(1_001, 4))
                        .build()))
                .isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> store.replaceAll(
                        Q,
                        new Position(0, 5, 0),
                        RowSource.of(List.of(new Row(1, noise(1_000, 1)), new Row(2, noise(1_001, 2))))))
                .isInstanceOf(RefusedException.class);
        assertThat(QueryState.of(store, Q)).isEqualTo(before);
    }

    /** A limit that was lowered later never hides a row. On failure check for the limit on the way out. */
    @Test
    default void c03_rowAndEntryLongerThanALaterLimit_areStillRead_whereTheySurvive() {
        LiveResultsStore store = bench().store();
        store.commit(ResultCommit.of(Q, 1, List.of(RowMutation.upsert(1, noise(5_000, 1))))
                .outbox(noise(6_000, 2))
                .build());
        QueryState before = QueryState.of(store, Q);
        LiveResultsStore reopened = bench().reopen(StoreBench.SETTINGS.withMaxRowBytes(10));
        assertThat(QueryState.of(reopened, Q)).isEqualTo(bench().has(SURVIVES_CLOSE) ? before : QueryState.UNKNOWN);
        assertThat(reopened.row(Q, 1).isPresent()).isEqualTo(bench().has(SURVIVES_CLOSE));
    }

    /** The caller may reuse its arrays when a call has returned. On failure check for references that are kept. */
    @Test
    default void c03_callersArrays_mayBeReusedAfterTheCall() {
        LiveResultsStore store = bench().store();
        byte[] row = bytes("row");
        byte[] entry = bytes("entry");
        byte[] source = bytes("source");
        store.commit(ResultCommit.of(Q, 1, List.of(RowMutation.upsert(1, row)))
                .outbox(entry)
                .sourcePosition("orders", source)
                .build());
        QueryState before = QueryState.of(store, Q);
        byte[] applied = bytes("applied");
        store.applyMutations(Samples.OTHER, List.of(RowMutation.upsert(1, applied)));
        for (byte[] array : List.of(row, entry, source, applied)) {
            Arrays.fill(array, (byte) '!');
        }
        assertThat(QueryState.of(store, Q)).isEqualTo(before);
        assertThat(QueryState.of(store, Samples.OTHER).rows()).containsExactly(Samples.row(1, "applied"));
    }

    /** What the store hands out is the caller's. On failure check for internal arrays in answers. */
    @Test
    default void c03_bytesHandedOut_cannotChangeTheStore() {
        LiveResultsStore store = bench().store();
        store.commit(ResultCommit.of(Q, 1, Samples.puts(3))
                .outbox(bytes("entry"))
                .sourcePosition("orders", bytes("source"))
                .build());
        QueryState before = QueryState.of(store, Q);
        store.row(Q, 1).ifPresent(data -> Arrays.fill(data, (byte) '!'));
        QueryState.of(store, Q).rows().forEach(row -> Arrays.fill(row.data(), (byte) '!'));
        QueryState.outbox(store, Q).forEach(entry -> Arrays.fill(entry.data(), (byte) '!'));
        store.sourcePositions(Q).values().forEach(position -> Arrays.fill(position, (byte) '!'));
        try (Snapshot snapshot = store.readSnapshot(Q);
                RowCursor cursor = snapshot.cursor()) {
            assertThat(cursor.next()).isTrue();
            assertThat(cursor.data().isReadOnly())
                    .as("the view of a row is read-only")
                    .isTrue();
            Arrays.fill(cursor.copyData(), (byte) '!');
            assertThat(cursor.copyData()).isEqualTo(bytes("row-1"));
        }
        assertThat(QueryState.of(store, Q)).isEqualTo(before);
    }
}
