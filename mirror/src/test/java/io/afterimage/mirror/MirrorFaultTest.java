package io.afterimage.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.AfterimageException;
import io.afterimage.LiveResultsStore;
import io.afterimage.OutcomeUnknownException;
import io.afterimage.tck.torture.FaultPlan;
import io.afterimage.tck.torture.FaultPlan.Fault;
import io.afterimage.tck.torture.FaultyEngine;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every engine call of {@link Batch200} fails in turn. Afterwards, and after a reopen, the mirror is before the batch or
 * after it, and never between. {@code -Dafterimage.campaign=2} reopens after every single call instead of some.
 */
class MirrorFaultTest {

    private static final int REOPEN_EVERY = Integer.getInteger("afterimage.campaign", 1) > 1 ? 1 : 20;

    private final MirrorState before = Batch200.before();
    private final MirrorState after = Batch200.after();

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(names = {"ROCKSDB", "SQLITE"})
    void everyEngineCallFails_inTurn_beforeOrAfterAndNeverBetween(TestEngine engine) {
        prepare(engine);
        int call = 1;
        boolean failed = true;
        while (failed) {
            FaultPlan plan = new FaultPlan();
            try (LiveResultsStore store = engine.open(directory, it -> new FaultyEngine(it, plan))) {
                assertThat(MirrorState.of(store, mirror(store)))
                        .as("reopened before call %d", call)
                        .isEqualTo(before);
                int end = call + REOPEN_EVERY;
                while (failed && call < end) {
                    failed = failsAt(call++, plan, store);
                }
            }
            assertThat(plan.disorder()).isEmpty();
        }
        System.out.println(engine + ": " + (call - 2) + " engine calls of a batch failed in turn");
        assertReopensAs(engine, after);
    }

    /** With a mirror of its own, so that every attempt reads what the first one read. */
    private boolean failsAt(int call, FaultPlan plan, LiveResultsStore store) {
        try (MirrorStore mirror = mirror(store).open()) {
            plan.failAt(Fault.UNAVAILABLE, call);
            boolean failed = fails(mirror);
            plan.disarm();
            assertThat(mirror.head()).as("call %d", call).isEqualTo(failed ? before.head() : after.head());
            return failed;
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ROCKSDB", "SQLITE"})
    void failedBatches_leaveTheMirrorFitForTheNextOne(TestEngine engine) {
        prepare(engine);
        FaultPlan plan = new FaultPlan();
        try (LiveResultsStore store = engine.open(directory, it -> new FaultyEngine(it, plan));
                MirrorStore mirror = mirror(store).open()) {
            int call = 0;
            do {
                plan.failAt(Fault.UNAVAILABLE, ++call);
            } while (fails(mirror));
            plan.disarm();
            assertThat(MirrorState.of(mirror)).isEqualTo(after);
        }
        assertReopensAs(engine, after);
    }

    @ParameterizedTest
    @EnumSource(names = {"ROCKSDB", "SQLITE"})
    void outcomeUnknown_isBeforeOrAfter_onceReopened(TestEngine engine) {
        prepare(engine);
        applyWithUnknownOutcome(engine, Fault.UNKNOWN_AND_NOT_WRITTEN);
        assertReopensAs(engine, before);
        applyWithUnknownOutcome(engine, Fault.UNKNOWN_AND_WRITTEN);
        assertReopensAs(engine, after);
    }

    private void applyWithUnknownOutcome(TestEngine engine, Fault fault) {
        FaultPlan plan = new FaultPlan();
        try (LiveResultsStore store = engine.open(directory, it -> new FaultyEngine(it, plan));
                MirrorStore mirror = mirror(store).open()) {
            plan.failAt(fault, 1);
            assertThatThrownBy(() -> mirror.apply(Batch200.batch())).isInstanceOf(OutcomeUnknownException.class);
            assertThatThrownBy(() -> mirror.apply(Batch200.batch())).isInstanceOf(OutcomeUnknownException.class);
        }
    }

    private static boolean fails(MirrorStore mirror) {
        try {
            mirror.apply(Batch200.batch());
            return false;
        } catch (AfterimageException e) {
            return true;
        }
    }

    private void prepare(TestEngine engine) {
        try (LiveResultsStore store = engine.open(directory)) {
            Batch200.prepare(store);
        }
    }

    private void assertReopensAs(TestEngine engine, MirrorState expected) {
        try (LiveResultsStore store = engine.open(directory)) {
            assertThat(MirrorState.of(store, mirror(store))).isEqualTo(expected);
        }
    }

    private static MirrorBuilder mirror(LiveResultsStore store) {
        return Batch200.mirror(store, Batch200.later());
    }
}
