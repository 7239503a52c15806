package io.afterimage.drasi;

import static io.afterimage.drasi.Sent.add;
import static io.afterimage.drasi.Sent.control;
import static io.afterimage.drasi.Sent.json;
import static io.afterimage.drasi.Sent.part;
import static io.afterimage.drasi.Sent.update;
import static io.afterimage.drasi.Sent.whole;
import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.InMemoryLiveResultsStore;
import io.afterimage.OutcomeUnknownException;
import io.afterimage.Position;
import io.afterimage.Retention;
import io.afterimage.Row;
import io.afterimage.RowSource;
import io.afterimage.StoreUnavailableException;
import io.afterimage.drasi.FedQueryStatus.Condition;
import io.afterimage.drasi.FeedAnswer.Accepted;
import io.afterimage.drasi.FeedAnswer.NotReady;
import io.afterimage.drasi.FeedAnswer.Refused;
import io.afterimage.drasi.ParsedLine.Signal;
import io.afterimage.reactions.Emission;
import io.afterimage.reactions.EmissionListener;
import io.afterimage.tck.ForwardingStore;
import io.afterimage.tck.TroubledStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a feed does when something is missing, wrong, too much, or broken. */
class FeedTroubleTest {

    private static final Duration IDLE = QuerySettings.DEFAULT_IDLE_TIME;
    private static final Duration GAP = QuerySettings.DEFAULT_GAP_TIME;
    private static final QuerySettings Q = QuerySettings.of("q");

    private final TroubledStore store =
            new TroubledStore(InMemoryLiveResultsStore.with().maxRowBytes(2_000).open());
    private final SetClock clock = new SetClock();
    private FeedLimits limits = FeedLimits.DEFAULT;
    private DrasiFeed feed = open(Q);

    @AfterEach
    void close() {
        feed.close();
        store.close();
    }

    @Test
    void gap_isWaitedFor_thenItsFollowersAreNotReady_andItIsStillTaken() {
        assertThat(receive(whole("q", 2, add(2, "{}")))).isEqualTo(new Accepted(0, 1, 0));
        assertThat(status().condition()).isEqualTo(Condition.HOLDING);
        clock.pass(GAP);
        feed.tick();
        assertThat(status().condition()).isEqualTo(Condition.GAP);
        assertThat(status().detail()).contains("Expected: sequence 1. Found: sequence 2");
        assertThat(receive(whole("q", 3, add(3, "{}")))).isInstanceOf(NotReady.class);
        assertThat(receive(whole("q", 1, add(1, "{}")))).isEqualTo(new Accepted(1, 0, 0));
        assertThat(position().sequence()).isEqualTo(2);
        assertThat(status().condition()).isEqualTo(Condition.CURRENT);
    }

    /** A sender may write any moment that ISO 8601 can; milliseconds cannot count all of them. */
    @Test
    void momentBeyondMilliseconds_isComparedLikeAnyOther() {
        receive(control("q", 1, Signal.BOOTSTRAP_STARTED, 1), whole("q", 2, add(2, "{}")));
        for (Instant published : List.of(Instant.MIN, Instant.MAX)) {
            Delivery again = new Delivery.Whole(
                    new ParsedLine.Emission("q", 2, List.of(add(2, "{}")), ParsedLine.Order.DELETES_FIRST),
                    published,
                    Map.of());
            assertThat(receive(again)).isEqualTo(new Accepted(0, 0, 1));
        }
    }

    @Test
    void gap_isSkippedAndCounted_ifThatIsTheRule() {
        reopen(Q.skipGaps());
        receive(whole("q", 1, add(1, "{}")));
        receive(whole("q", 4, add(4, "{}")), whole("q", 5, add(5, "{}")));
        feed.tick();
        assertThat(position().sequence()).isEqualTo(1);
        clock.pass(GAP);
        feed.tick();
        assertThat(position().sequence()).isEqualTo(5);
        assertThat(status().counts().skipped()).isEqualTo(2);
        assertThat(receive(whole("q", 3, add(3, "{}")))).isEqualTo(new Accepted(0, 0, 1));
        assertThat(status().counts().late()).isEqualTo(1);
        assertThat(store.row("q", 3)).isEmpty();
    }

    @Test
    void firstEmission_mayStandAnywhere_ifThatIsAllowed() {
        reopen(Q.startAnywhere());
        receive(whole("q", 57, add(1, "{}")));
        clock.pass(IDLE);
        feed.tick();
        assertThat(position().sequence()).isEqualTo(57);
        assertThat(status().counts().skipped()).isZero();
        receive(whole("q", 59, add(1, "{}")));
        clock.pass(GAP);
        feed.tick();
        assertThat(position().sequence()).isEqualTo(57);
    }

    @Test
    void latePart_isNotReadyCountedAndVisible() {
        receive(part("q", 1, null, add(1, "{}")));
        clock.pass(IDLE);
        feed.tick();
        assertThat(receive(part("q", 1, null, add(1, "{}")))).isEqualTo(new Accepted(0, 0, 1));
        assertThat(receive(part("q", 1, null, add(2, "{}")))).isInstanceOf(NotReady.class);
        assertThat(status().counts().late()).isEqualTo(1);
        assertThat(status().condition()).isEqualTo(Condition.UNCLEAR);
        assertThat(receive(part("q", 2, 1, add(3, "{}")))).isEqualTo(new Accepted(1, 0, 0));
    }

    @Test
    void partsOfTwoEmissionsUnderOneNumber_areNotReady_andStopTheQuery() {
        receive(part("q", 1, 2, add(1, "{}")));
        assertThat(receive(part("q", 1, 3, add(2, "{}")))).isInstanceOf(NotReady.class);
        assertThat(receive(part("q", 1, 2, add(1, "{}")), part("q", 1, 2, add(2, "{}"))))
                .isEqualTo(new Accepted(0, 2, 0));
        feed.tick();
        assertThat(position().sequence()).isZero();
        assertThat(status().condition()).isEqualTo(Condition.UNCLEAR);
    }

    @Test
    void regression_stopsTheQuery_alsoAfterARestart() {
        receive(whole("q", 1, add(1, "{}")), whole("q", 2, add(2, "{}")));
        assertThat(receive(whole("q", 2, add(3, "{}")))).isInstanceOf(NotReady.class);
        reopen(Q);
        assertThat(status().condition()).isEqualTo(Condition.REGRESSED);
        assertThat(receive(whole("q", 3, add(3, "{}")))).isInstanceOf(NotReady.class);
        assertThat(receive(whole("q", 2, add(2, "{}")))).isEqualTo(new Accepted(0, 0, 1));
        assertThat(position().sequence()).isEqualTo(2);
        assertThat(status().counts().regressions()).isZero();
    }

    @Test
    void regressionBelowTheOutbox_isKnownByItsTime() {
        reopen(Q.retention(Retention.ofEntries(1)));
        receive(whole("q", 1, add(1, "{}")), whole("q", 2, add(2, "{}")), whole("q", 3, add(3, "{}")));
        assertThat(receive(whole("q", 1, add(9, "{}")))).isEqualTo(new Accepted(0, 0, 1));
        Delivery later =
                new Delivery.Whole(whole("q", 1, add(9, "{}")).emission(), Sent.NOON.plusSeconds(60), Map.of());
        assertThat(receive(later)).isInstanceOf(NotReady.class);
        assertThat(status().condition()).isEqualTo(Condition.REGRESSED);
    }

    @Test
    void healer_healsAGap_andWhatIsHeldGoesOnAfterIt() {
        ViewOfRows view = new ViewOfRows(7, 2);
        reopen(Q.healedBy(view));
        receive(whole("q", 1, add(1, "{}")));
        receive(whole("q", 7, add(7, "{}")), whole("q", 8, add(8, "{}")));
        feed.tick();
        assertThat(view.asked).isEmpty();
        clock.pass(GAP);
        feed.tick();
        assertThat(view.asked).containsExactly("GAP from 6");
        assertThat(position()).isEqualTo(new Position(1, 8, 0));
        assertThat(store.row("q", 2)).isPresent();
        assertThat(store.row("q", 1)).isEmpty();
        assertThat(store.row("q", 8)).isPresent();
        assertThat(status().condition()).isEqualTo(Condition.CURRENT);
        assertThat(status().counts().healings()).isEqualTo(1);
        assertThat(feed.status().heldParts()).isZero();
    }

    @Test
    void healer_healsARegression_inANewLife() {
        ViewOfRows view = new ViewOfRows(2, 5);
        reopen(Q.healedBy(view));
        receive(whole("q", 1, add(1, "{}")), whole("q", 2, add(2, "{}")), whole("q", 3, add(3, "{}")));
        receive(whole("q", 2, add(9, "{}")));
        feed.tick();
        assertThat(view.asked).containsExactly("REGRESSION from 0");
        assertThat(position()).isEqualTo(new Position(2, 2, 0));
        assertThat(receive(whole("q", 3, add(6, "{}")))).isEqualTo(new Accepted(1, 0, 0));
        assertThat(store.row("q", 5)).isPresent();
        assertThat(store.row("q", 6)).isPresent();
        assertThat(store.row("q", 3)).isEmpty();
    }

    @Test
    void healer_thatCannotYet_isAskedAgainLater() {
        ViewOfRows view = new ViewOfRows(3, 5);
        view.ready = false;
        reopen(Q.healedBy(view));
        receive(whole("q", 3, add(1, "{}")));
        clock.pass(GAP);
        feed.tick();
        feed.tick();
        assertThat(view.asked).hasSize(1);
        assertThat(feed.status().failure())
                .hasValueSatisfying(text -> assertThat(text).contains("not there yet"));
        view.ready = true;
        clock.pass(IDLE);
        feed.tick();
        assertThat(position().sequence()).isEqualTo(3);
    }

    @Test
    void whatExceedsTheLimits_isNotReady_andNeverKeepsTheNextEmissionOut() {
        limits = new FeedLimits(4, 1 << 20, 100, 1 << 20);
        reopen(Q);
        assertThat(receive(whole("q", 2, add(2, "{}")))).isInstanceOf(Accepted.class);
        assertThat(receive(whole("q", 3, add(3, "{}")))).isInstanceOf(Accepted.class);
        assertThat(receive(whole("q", 4, add(4, "{}")))).isInstanceOf(NotReady.class);
        assertThat(receive(part("q", 1, 2, add(1, "{}")))).isInstanceOf(Accepted.class);
        assertThat(receive(part("q", 1, 2, add(5, "{}")))).isInstanceOf(Accepted.class);
        assertThat(position().sequence()).isEqualTo(3);
        assertThat(receive(whole("q", 4, add(4, "{}")))).isEqualTo(new Accepted(1, 0, 0));
    }

    @Test
    void troubleOfTheStore_isNotReady_andNothingIsLost() {
        store.failBeforeCommit(new StoreUnavailableException("The disk is full.", null));
        assertThat(receive(whole("q", 1, add(1, "{}")))).isInstanceOf(NotReady.class);
        assertThat(feed.status().failure()).contains("The disk is full.");
        assertThat(receive(whole("q", 1, add(1, "{}")))).isEqualTo(new Accepted(1, 0, 0));
        assertThat(feed.status().failure()).isEmpty();

        store.failAfterCommit(new OutcomeUnknownException("The outcome is unknown.", null));
        assertThat(receive(whole("q", 2, add(2, "{}")))).isInstanceOf(NotReady.class);
        assertThat(feed.status().condition()).isEqualTo(FeedStatus.Condition.REOPEN);
        assertThat(receive(whole("q", 3, add(3, "{}")))).isInstanceOf(NotReady.class);
        reopen(Q);
        assertThat(receive(whole("q", 2, add(2, "{}")))).isEqualTo(new Accepted(0, 0, 1));
        assertThat(receive(whole("q", 3, add(3, "{}")))).isEqualTo(new Accepted(1, 0, 0));
    }

    @Test
    void rowBeyondTheStoresLimit_isRefused_andTheRestOfTheRequestIsTaken() {
        String huge = "{\"a\":\"" + "x".repeat(3_000) + "\"}";
        assertThat(receive(whole("q", 1, add(1, "{}")), whole("q", 2, add(2, huge))))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.index()).isEqualTo(1));
        assertThat(position().sequence()).isEqualTo(1);
        assertThat(receive(whole("q", 2, add(2, "{}")))).isEqualTo(new Accepted(1, 0, 0));
    }

    @Test
    void rowWithAnotherIdentity_isRefused_andOthersAreTaken() {
        receive(whole("q", 1, add(1, "{}")));
        assertThat(receive(part("q", 2, 2, add("{\"a\":1}")), part("q", 2, 2, add(2, "{}"))))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.index()).isZero());
        assertThat(status().heldParts()).isEqualTo(1);
        assertThat(status().counts().refused()).isEqualTo(1);
    }

    @Test
    void oneQuerysTrouble_doesNotKeepTheOthers() {
        feed.close();
        feed = DrasiFeed.over(store)
                .unknownQueries(QuerySettings::of)
                .clock(clock)
                .withoutTimer()
                .open();
        receive(whole("q", 1, add(1, "{}")));
        assertThat(receive(whole("q", 1, add(2, "{}")), whole("other", 1, add(1, "{}"))))
                .isInstanceOf(NotReady.class);
        assertThat(store.position("other").sequence()).isEqualTo(1);
        assertThat(feed.knows("\0afterimage.held:q")).isFalse();
        assertThat(feed.knows("")).isFalse();
        assertThat(receive(whole("\0afterimage.held:q", 1, add(1, "{}")))).isInstanceOf(Refused.class);
    }

    @Test
    void bootstrapStarted_beginsANewLife_andItsFollowersMayComeFirst() {
        receive(whole("q", 1, add(1, "{}")), whole("q", 2, add(2, "{}")));
        receive(whole("q", 5, update(1, "{}", "{\"new\":1}")));
        assertThat(receive(control("q", 4, Signal.BOOTSTRAP_STARTED, 4))).isEqualTo(new Accepted(1, 0, 0));
        assertThat(position()).isEqualTo(new Position(2, 5, 0));
        assertThat(Lines.rows(store, "q")).containsOnlyKeys("1");
        assertThat(receive(control("q", 4, Signal.BOOTSTRAP_STARTED, 4))).isEqualTo(new Accepted(0, 0, 1));
        assertThat(receive(whole("q", 2, add(2, "{}")))).isEqualTo(new Accepted(0, 0, 1));
        assertThat(receive(control("q", 6, Signal.OTHER, 6))).isEqualTo(new Accepted(1, 0, 0));
        assertThat(position()).isEqualTo(new Position(2, 6, 0));
    }

    @Test
    void killBeforeTheResetOfANewLife_losesNothingThatCameEarlyForIt() {
        receive(whole("q", 1, add(1, "{}")));
        receive(whole("q", 4, add(4, "{}")));
        ForwardingStore dying = new ForwardingStore(store) {
            @Override
            public Position reset(String queryId, long configHash, long sequence) {
                throw new OutcomeUnknownException("Killed before the reset.", null);
            }
        };
        try (DrasiFeed last =
                DrasiFeed.over(dying).query(Q).clock(clock).withoutTimer().open()) {
            assertThat(last.receive(List.of(control("q", 3, Signal.BOOTSTRAP_STARTED, 3))))
                    .isInstanceOf(NotReady.class);
        }
        reopen(Q);
        assertThat(receive(control("q", 3, Signal.BOOTSTRAP_STARTED, 3))).isEqualTo(new Accepted(1, 0, 0));
        assertThat(position()).isEqualTo(new Position(2, 4, 0));
        assertThat(Lines.rows(store, "q")).containsOnlyKeys("4");
        assertThat(store.rowCount(HeldRows.homeOf("q"))).isZero();
    }

    @Test
    void deleted_forgetsTheQuery_andTheNextLifeIsANewOne() {
        receive(control("q", 1, Signal.BOOTSTRAP_STARTED, 1), whole("q", 2, add(1, "{}")));
        receive(whole("q", 5, add(5, "{}")));
        assertThat(receive(control("q", 3, Signal.DELETED, 3))).isEqualTo(new Accepted(1, 0, 0));
        assertThat(position()).isEqualTo(Position.NONE);
        assertThat(feed.status().heldParts()).isZero();
        assertThat(receive(control("q", 3, Signal.DELETED, 3))).isEqualTo(new Accepted(0, 0, 1));
        receive(control("q", 1, Signal.BOOTSTRAP_STARTED, 10), whole("q", 2, add(2, "{}")));
        assertThat(receive(control("q", 3, Signal.DELETED, 3))).isEqualTo(new Accepted(0, 0, 1));
        assertThat(Lines.rows(store, "q")).containsOnlyKeys("2");
    }

    @Test
    void reactionsOfThisProcess_areToldInOrder() {
        List<String> told = new ArrayList<>();
        feed.query("q").orElseThrow().subscribe(new EmissionListener() {
            @Override
            public void emitted(Emission emission) {
                told.add("emitted " + emission.sequence());
            }

            @Override
            public void restarted(Position head) {
                told.add("restarted at " + head.sequence());
            }
        });
        receive(whole("q", 2, add(2, "{}")));
        receive(whole("q", 1, add(1, "{}")));
        receive(control("q", 1, Signal.BOOTSTRAP_STARTED, 9));
        assertThat(told).containsExactly("emitted 1", "emitted 2", "restarted at 0", "emitted 1");
        assertThat(feed.query("other")).isEmpty();
    }

    /** A view with one row. */
    private static final class ViewOfRows implements GapHealer {
        private final long sequence;
        private final long signature;
        private final List<String> asked = new ArrayList<>();
        private boolean ready = true;

        ViewOfRows(long sequence, long signature) {
            this.sequence = sequence;
            this.signature = signature;
        }

        @Override
        public boolean heal(Patient patient) {
            asked.add(patient.reason() + " from " + patient.requiredSequence());
            if (!ready) {
                throw new IllegalStateException("The view is not there yet.");
            }
            Row row = new Row(signature, json("{}").bytes());
            patient.replaceAll(sequence, RowSource.of(List.of(row)), Map.of());
            return true;
        }
    }

    private FedQueryStatus status() {
        return feed.status("q").orElseThrow();
    }

    private Position position() {
        return store.position("q");
    }

    private FeedAnswer receive(Delivery... request) {
        return feed.receive(List.of(request));
    }

    private void reopen(QuerySettings settings) {
        feed.close();
        feed = open(settings);
    }

    private DrasiFeed open(QuerySettings settings) {
        return DrasiFeed.over(store)
                .query(settings)
                .limits(limits)
                .clock(clock)
                .withoutTimer()
                .open();
    }
}
