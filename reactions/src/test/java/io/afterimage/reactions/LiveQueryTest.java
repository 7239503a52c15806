package io.afterimage.reactions;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.CommitResult;
import io.afterimage.InMemoryLiveResultsStore;
import io.afterimage.OutboxRead;
import io.afterimage.Position;
import io.afterimage.RefusedException;
import io.afterimage.ResultCommit;
import io.afterimage.Retention;
import io.afterimage.Row;
import io.afterimage.RowSource;
import io.afterimage.Snapshot;
import io.afterimage.StoreClosedException;
import io.afterimage.tck.TroubledStore;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LiveQueryTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final InMemoryLiveResultsStore store =
            InMemoryLiveResultsStore.with().maxRowBytes(1_000).open();
    private final HeardNews heard = new HeardNews();

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void open_ofAnUnknownQuery_startsItsFirstLife() {
        assertThat(open().head()).isEqualTo(new Position(1, 0, 7));
    }

    @Test
    void publish_storesRowsPositionOutboxAndSources_andTellsTheEmission() {
        LiveQuery query = open();
        query.subscribe(heard);
        Position position = query.publish(List.of(added(1, "a"), added(2, "b")), Map.of("log", bytes("lsn-9")));

        assertThat(position).isEqualTo(new Position(1, 1, 7)).isEqualTo(query.head());
        assertThat(rows(query)).containsExactly(row(1, "a"), row(2, "b"));
        assertThat(query.sourcePositions().get("log")).isEqualTo(bytes("lsn-9"));
        Emission emission = new Emission("orders", position, NOON, List.of(added(1, "a"), added(2, "b")), Map.of());
        assertThat(heard.emissions).containsExactly(emission);
        assertThat(retained(query, new Position(1, 0, 7))).containsExactly(emission);
    }

    @Test
    void publish_withoutDiffs_consumesNothing_andTheNextTakesTheSourcesAlong() {
        LiveQuery query = open();
        query.subscribe(heard);
        assertThat(query.publish(List.of(), Map.of("log", bytes("1"), "other", bytes("x"))))
                .isEqualTo(new Position(1, 0, 7));
        assertThat(query.sourcePositions()).isEmpty();
        query.publish(List.of(added(1, "a")), Map.of("log", bytes("2")));

        assertThat(query.head().sequence()).isEqualTo(1);
        assertThat(query.sourcePositions().get("log")).isEqualTo(bytes("2"));
        assertThat(query.sourcePositions().get("other")).isEqualTo(bytes("x"));
        assertThat(heard.emissions).hasSize(1);
    }

    @Test
    void acceptAll_withACompanion_writesBothOrNeither() {
        LiveQuery query = open();
        query.subscribe(heard);
        SortedMap<Long, EmissionDraft> drafts = new TreeMap<>(Map.of(1L, EmissionDraft.of(List.of(added(1, "a")))));
        ResultCommit late = ResultCommit.of("notes", 2, List.of()).build();
        assertThat(query.acceptAll(drafts, List.of(late)))
                .hasExactlyElementsOfTypes(CommitResult.Withheld.class, CommitResult.Gap.class);
        assertThat(heard.emissions).isEmpty();

        ResultCommit next =
                ResultCommit.of("notes", 1, List.of(added(9, "n").mutation())).build();
        assertThat(query.acceptAll(drafts, List.of(next))).allMatch(CommitResult::applied);
        assertThat(heard.emissions).hasSize(1);
        assertThat(query.head().sequence()).isEqualTo(1);
        assertThat(store.row("notes", 9)).isPresent();
    }

    @Test
    void drop_forgetsTheQuery_andTheNextEmissionBeginsANewLife() {
        LiveQuery query = open();
        query.publish(List.of(added(1, "a")));
        query.subscribe(heard);
        assertThat(query.drop()).isTrue();
        assertThat(heard.restarts).containsExactly(Position.NONE);
        assertThat(query.head()).isEqualTo(Position.NONE);

        assertThat(query.publish(List.of(added(2, "b")))).isEqualTo(new Position(2, 1, 7));
        assertThat(rows(query)).containsExactly(row(2, "b"));
    }

    @Test
    void publish_ofARowTooLong_isRefusedAndTellsNobody() {
        LiveQuery query = open();
        query.subscribe(heard);
        RowDiff tooLong = new RowDiff.Added(2, new byte[1_001]);
        assertThatThrownBy(() -> query.publish(List.of(added(1, "a"), tooLong))).isInstanceOf(RefusedException.class);

        assertThat(heard.emissions).isEmpty();
        assertThat(query.head().sequence()).isZero();
        assertThat(query.publish(List.of(added(1, "a"))).sequence()).isEqualTo(1);
    }

    @Test
    void publish_afterAnotherWriter_isRefusedAndNamesBothPositions() {
        LiveQuery query = open();
        LiveQuery other = open();
        other.publish(List.of(added(1, "a")));
        assertThatThrownBy(() -> query.publish(List.of(added(2, "b"))))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("Somebody else has written the live query. Query: orders")
                .hasMessageContaining("sequence 0")
                .hasMessageContaining("sequence 1");
        assertThat(rows(query)).containsExactly(row(1, "a"));
    }

    @Test
    void open_again_goesOnAfterTheStoredSequence() {
        open().publish(List.of(added(1, "a")));
        LiveQuery again = open();
        again.subscribe(heard);
        assertThat(again.publish(List.of(updated(1, "a", "b")))).isEqualTo(new Position(1, 2, 7));
        assertThat(rows(again)).containsExactly(row(1, "b"));
        assertThat(retained(again, new Position(1, 0, 7))).hasSize(2);
    }

    @Test
    void open_withoutADefinition_takesTheStoredOne() {
        open().publish(List.of(added(1, "a")));
        LiveQuery again = LiveQuery.over(store, "orders").open();
        assertThat(again.publish(List.of(added(2, "b")))).isEqualTo(new Position(1, 2, 7));
    }

    @Test
    void open_withADefinitionWhereNoneWasTold_tellsItWithTheNextCommit() {
        LiveQuery.over(store, "orders").open().publish(List.of(added(1, "a")));
        assertThat(open().publish(List.of(added(2, "b")))).isEqualTo(new Position(1, 2, 7));
    }

    @Test
    void open_withAnotherDefinition_isRefusedByName() {
        open().publish(List.of(added(1, "a")));
        LiveQueryBuilder other = LiveQuery.over(store, "orders").configHash(8);
        assertThatThrownBy(other::open)
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("another definition")
                .hasMessageContaining("Query: orders")
                .hasMessageContaining("config 8")
                .hasMessageContaining("config 7");
        assertThat(store.rowCount("orders")).isEqualTo(1);
    }

    @Test
    void open_withAnotherDefinitionAndReconfigure_startsANewLife() {
        open().publish(List.of(added(1, "a")));
        LiveQuery query =
                LiveQuery.over(store, "orders").configHash(8).reconfigure().open();
        assertThat(query.head()).isEqualTo(new Position(2, 0, 8));
        assertThat(rows(query)).isEmpty();
    }

    @Test
    void reconfigure_toTheSameDefinition_changesNothing() {
        LiveQuery query = open();
        query.publish(List.of(added(1, "a")));
        query.subscribe(heard);
        assertThat(query.reconfigure(7)).isEqualTo(new Position(1, 1, 7));
        assertThat(heard.restarts).isEmpty();
        assertThat(rows(query)).hasSize(1);
    }

    @Test
    void reconfigure_startsANewLifeAndSaysSo() {
        LiveQuery query = open();
        query.publish(List.of(added(1, "a")));
        query.subscribe(heard);
        query.reconfigure(8);
        query.publish(List.of(added(2, "b")));

        assertThat(heard.news).containsExactly("restarted at 2/0/8", "emitted at 2/1/8");
        assertThat(rows(query)).containsExactly(row(2, "b"));
    }

    @Test
    void reconfigure_withoutADefinition_isRefused() {
        LiveQuery query = open();
        assertThatThrownBy(() -> query.reconfigure(0)).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> LiveQuery.over(store, "orders").configHash(0)).isInstanceOf(RefusedException.class);
    }

    @Test
    void reset_standsAtTheSequenceAndSaysSo() {
        LiveQuery query = open();
        query.publish(List.of(added(1, "a")), Map.of("log", bytes("1")));
        query.subscribe(heard);
        assertThat(query.reset(9, 40)).isEqualTo(new Position(2, 40, 9));
        assertThat(query.publish(List.of(added(2, "b")))).isEqualTo(new Position(2, 41, 9));
        assertThat(heard.news).containsExactly("restarted at 2/40/9", "emitted at 2/41/9");
        assertThat(query.sourcePositions()).isEmpty();
    }

    @Test
    void replaceAll_keepsTheDefinition_andComesBetweenTwoEmissions() {
        LiveQuery query = open();
        query.publish(List.of(added(1, "a")));
        query.subscribe(heard);
        Iterator<Row> rows = List.of(row(5, "x"), row(6, "y")).iterator();
        RowSource publishingMeanwhile = RowSource.of(() -> new Iterator<>() {
            @Override
            public boolean hasNext() {
                return rows.hasNext();
            }

            @Override
            public Row next() {
                query.publish(List.of(added(2, "meanwhile"))); // writers go on while the rows are read
                return rows.next();
            }
        });
        Position at = query.replaceAll(new Position(1, 10, 0), publishingMeanwhile, Map.of("log", bytes("9")));

        assertThat(at).isEqualTo(new Position(1, 10, 7)).isEqualTo(query.head());
        assertThat(heard.news).containsExactly("emitted at 1/2/7", "emitted at 1/3/7", "restarted at 1/10/7");
        assertThat(rows(query)).containsExactly(row(5, "x"), row(6, "y"));
        assertThat(query.sourcePositions().get("log")).isEqualTo(bytes("9"));
        assertThat(query.publish(List.of(added(7, "z"))).sequence()).isEqualTo(11);
    }

    @Test
    void replaceAll_thatFails_leavesTheOldStateAndTellsNobody() {
        LiveQuery query = open();
        query.publish(List.of(added(1, "a")));
        query.subscribe(heard);
        RowSource rows = RowSource.of(List.of(row(5, "x")));
        assertThatThrownBy(() -> query.replaceAll(new Position(1, 0, 0), rows, Map.of()))
                .isInstanceOf(RefusedException.class);
        RowSource broken = RowSource.of(List.of(new Row(1, new byte[1_001])));
        assertThatThrownBy(() -> query.replaceAll(new Position(0, 0, 0), broken, Map.of()))
                .isInstanceOf(RefusedException.class);

        assertThat(heard.news).isEmpty();
        assertThat(rows(query)).containsExactly(row(1, "a"));
        assertThat(query.publish(List.of(added(2, "b"))).sequence()).isEqualTo(2);
    }

    @Test
    void accept_followsTheNumbersOfTheFeed_andTellsOnlyWhatWasApplied() {
        LiveQuery query = open();
        query.subscribe(heard);
        assertThat(query.accept(1, draft(1, "a"))).isInstanceOf(CommitResult.Applied.class);
        assertThat(query.accept(1, draft(1, "again"))).isInstanceOf(CommitResult.Duplicate.class);
        assertThat(query.accept(3, draft(3, "early"))).isInstanceOf(CommitResult.Gap.class);
        assertThat(query.accept(2, EmissionDraft.of(List.of()))).isInstanceOf(CommitResult.Applied.class);

        assertThat(heard.news).containsExactly("emitted at 1/1/7", "emitted at 1/2/7");
        assertThat(rows(query)).containsExactly(row(1, "a"));
    }

    @Test
    void accept_whereNumbersMayJump_takesAnyNewerOne() {
        LiveQuery query = LiveQuery.over(store, "orders").allowGaps().open();
        query.subscribe(heard);
        EmissionDraft draft = draft(1, "a").publishedAt(NOON.plusSeconds(1)).withMetadata(Map.of("k", "v"));
        assertThat(query.accept(5, draft)).isInstanceOf(CommitResult.Applied.class);
        assertThat(query.accept(4, draft)).isInstanceOf(CommitResult.Duplicate.class);
        assertThat(heard.emissions)
                .containsExactly(new Emission(
                        "orders", new Position(1, 5, 0), NOON.plusSeconds(1), draft.diffs(), Map.of("k", "v")));
    }

    @Test
    void acceptAll_isAllOrNothing() {
        LiveQuery query = open();
        query.subscribe(heard);
        TreeMap<Long, EmissionDraft> withGap = new TreeMap<>(Map.of(1L, draft(1, "a"), 3L, draft(3, "c")));
        assertThat(query.acceptAll(withGap))
                .hasExactlyElementsOfTypes(CommitResult.Withheld.class, CommitResult.Gap.class);
        assertThat(heard.news).isEmpty();

        withGap.put(2L, draft(2, "b"));
        assertThat(query.acceptAll(withGap)).allMatch(CommitResult::applied);
        assertThat(heard.news).containsExactly("emitted at 1/1/7", "emitted at 1/2/7", "emitted at 1/3/7");
    }

    @Test
    void retention_boundsTheOutbox() {
        LiveQuery query = LiveQuery.over(store, "orders")
                .retention(Retention.ofEntries(2))
                .open();
        for (int i = 0; i < 5; i++) {
            query.publish(List.of(added(i, "row")));
        }
        assertThat(query.outboxAfter(new Position(1, 2, 0), 10)).isInstanceOf(OutboxRead.Gap.class);
        assertThat(retained(query, new Position(1, 3, 0))).hasSize(2);
    }

    @Test
    void aListenerThatThrows_isUnsubscribed_andTheOthersGoOn() {
        LiveQuery query = open();
        IllegalStateException trouble = new IllegalStateException("cannot");
        EmissionFeed.Subscription broken = query.subscribe(emission -> {
            throw trouble;
        });
        EmissionFeed.Subscription sound = query.subscribe(heard);
        query.publish(List.of(added(1, "a")));
        query.publish(List.of(added(2, "b")));

        assertThat(broken.failure()).containsSame(trouble);
        assertThat(sound.failure()).isEmpty();
        assertThat(heard.emissions).hasSize(2);
    }

    @Test
    void aListenerThatCannotFollowARestart_isUnsubscribedWithAReason() {
        LiveQuery query = open();
        List<Emission> emissions = new ArrayList<>();
        EmissionFeed.Subscription subscription = query.subscribe(emissions::add);
        query.reset(7, 0);
        query.publish(List.of(added(1, "a")));
        assertThat(emissions).isEmpty();
        assertThat(subscription.failure().orElseThrow()).hasMessageContaining("restarted");
    }

    @Test
    void aListenerThatWrites_isRefused() {
        LiveQuery query = open();
        EmissionFeed.Subscription subscription = query.subscribe(emission -> query.publish(List.of(added(9, "z"))));
        query.publish(List.of(added(1, "a")));
        assertThat(subscription.failure().orElseThrow())
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("A listener must not write");
        assertThat(query.head().sequence()).isEqualTo(1);
    }

    @Test
    void aSubscriptionThatIsClosed_hearsNothing_alsoFromInsideItsListener() {
        LiveQuery query = open();
        List<EmissionFeed.Subscription> own = new ArrayList<>();
        List<Emission> emissions = new ArrayList<>();
        own.add(query.subscribe(emission -> {
            emissions.add(emission);
            own.get(0).close();
        }));
        query.publish(List.of(added(1, "a")));
        query.publish(List.of(added(2, "b")));
        assertThat(emissions).hasSize(1);
        assertThat(own.get(0).failure()).isEmpty();
    }

    @Test
    void close_refusesWritesAndLeavesTheStoreOpen() {
        LiveQuery query = open();
        query.publish(List.of(added(1, "a")));
        query.close();
        query.close();
        assertThatThrownBy(() -> query.publish(List.of(added(2, "b")))).isInstanceOf(StoreClosedException.class);
        assertThatThrownBy(() -> query.subscribe(heard)).isInstanceOf(StoreClosedException.class);
        assertThatThrownBy(() -> query.replaceAll(Position.NONE, RowSource.of(List.of()), Map.of()))
                .isInstanceOf(StoreClosedException.class);
        assertThat(store.rowCount("orders")).isEqualTo(1);
    }

    @Test
    void durable_isWhatTheStoreIs() {
        assertThat(open().durable()).isFalse();
        assertThat(LiveQuery.over(new TroubledStore(store), "q").open().durable())
                .isTrue();
        assertThat(LiveQuery.over(new TroubledStore(store), "q")
                        .volatileState()
                        .open()
                        .durable())
                .isFalse();
    }

    private LiveQuery open() {
        return LiveQuery.over(store, "orders")
                .configHash(7)
                .clock(Clock.fixed(NOON, ZoneOffset.UTC))
                .open();
    }

    private static List<Emission> retained(LiveQuery query, Position after) {
        OutboxRead.Entries read = (OutboxRead.Entries) query.outboxAfter(after, 1_000);
        return read.entries().stream()
                .map(entry -> EmissionCodec.decode(query.queryId(), read.head(), entry))
                .toList();
    }

    private static List<Row> rows(LiveQuery query) {
        try (Snapshot snapshot = query.readSnapshot()) {
            return snapshot.toList();
        }
    }

    private static EmissionDraft draft(long rowSignature, String after) {
        return EmissionDraft.of(List.of(added(rowSignature, after)));
    }

    private static RowDiff added(long rowSignature, String after) {
        return new RowDiff.Added(rowSignature, bytes(after));
    }

    private static RowDiff updated(long rowSignature, String before, String after) {
        return new RowDiff.Updated(rowSignature, bytes(before), bytes(after));
    }

    private static Row row(long rowSignature, String data) {
        return new Row(rowSignature, bytes(data));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
