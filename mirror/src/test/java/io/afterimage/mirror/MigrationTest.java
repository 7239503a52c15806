package io.afterimage.mirror;

import static io.afterimage.mirror.Samples.json;
import static io.afterimage.mirror.Samples.payload;
import static io.afterimage.mirror.Samples.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.LiveResultsStore;
import io.afterimage.OutcomeUnknownException;
import io.afterimage.RefusedException;
import io.afterimage.tck.torture.FaultPlan;
import io.afterimage.tck.torture.FaultPlan.Fault;
import io.afterimage.tck.torture.FaultyEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each migration once, whole or not at all, and never another one in its place. */
class MigrationTest {

    private static final Migration UPPER = Migration.of(1, "upper", mirror -> {
        for (ResourceInfo resource : mirror.resources()) {
            try (Stream<MirroredRecord> records = mirror.records(resource.name())) {
                records.forEach(
                        it -> mirror.replace(it, json(it.payload().toString().toUpperCase(java.util.Locale.ROOT))));
            }
        }
    });

    private static final Migration MOVE = Migration.of(3, "move", mirror -> {
        MirroredRecord record = mirror.record("old", "1").orElseThrow();
        mirror.apply(Delta.upsert("new", "1", record.payload(), record.occurredAt(), record.source()));
        mirror.remove(record);
        assertThat(mirror.record("old", "1")).isEmpty();
        assertThat(mirror.record("new", "1")).isPresent();
    });

    private static final Migration FAILING = Migration.of(4, "failing", mirror -> {
        mirror.apply(put("new", "2", 1, "2"));
        throw new IOException("no");
    });

    @TempDir
    private Path directory;

    private final TestClock clock = new TestClock();

    private MirrorStore open(LiveResultsStore store, Migration... migrations) {
        return MirrorStore.over(store)
                .clock(clock)
                .migrations(List.of(migrations))
                .open();
    }

    private static void fill(MirrorStore mirror) {
        mirror.apply(DeltaBatch.of(put("old", "1", 1, "\"a\""), put("old", "2", 1, "{\"b\":\"c\"}")));
    }

    @ParameterizedTest
    @EnumSource(names = {"ROCKSDB", "SQLITE"})
    void eachRunsOnce_inOrder_andIsInTheLog(TestEngine engine) {
        try (LiveResultsStore store = engine.open(directory);
                MirrorStore mirror = open(store)) {
            fill(mirror);
        }
        MirrorState migrated;
        try (LiveResultsStore store = engine.open(directory);
                MirrorStore mirror = open(store, MOVE, UPPER)) {
            assertThat(payload(mirror, "new", "1")).contains("\"A\"");
            assertThat(payload(mirror, "old", "2")).contains("{\"B\":\"C\"}");
            assertThat(mirror.record("old", "2")).map(MirroredRecord::version).contains(2L);
            assertThat(mirror.count("old")).isEqualTo(1);
            assertThat(Samples.events(mirror))
                    .extracting(MirrorEvent::decision)
                    .endsWith("migration 1: upper", "migration 1: upper", "migration 3: move", "migration 3: move");
            migrated = MirrorState.of(mirror);
        }
        try (LiveResultsStore store = engine.open(directory);
                MirrorStore mirror = open(store, UPPER, MOVE, Migration.of(5, "nothing", it -> {}))) {
            assertThat(MirrorState.of(mirror)).isEqualTo(migrated);
            assertThat(mirror.apply(DeltaBatch.of(put("old", "1", 0, "1"))).outcomes())
                    .extracting(DeltaOutcome::applied)
                    .containsExactly(false);
        }
        try (LiveResultsStore store = engine.open(directory);
                MirrorStore reader = MirrorStore.over(store).readOnly().open()) {
            assertThat(payload(reader, "new", "1")).contains("\"A\"");
            assertThatThrownBy(() -> reader.apply(DeltaBatch.of())).isInstanceOf(RefusedException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ROCKSDB", "SQLITE"})
    void failingOne_leavesEverythingAsBeforeIt(TestEngine engine) {
        MirrorState before;
        try (LiveResultsStore store = engine.open(directory);
                MirrorStore mirror = open(store)) {
            fill(mirror);
        }
        try (LiveResultsStore store = engine.open(directory);
                MirrorStore mirror = open(store, UPPER, MOVE)) {
            before = MirrorState.of(mirror);
        }
        try (LiveResultsStore store = engine.open(directory)) {
            assertThatThrownBy(() -> open(store, UPPER, MOVE, FAILING))
                    .isInstanceOfSatisfying(
                            MigrationFailedException.class,
                            e -> assertThat(e.number()).isEqualTo(4))
                    .hasCauseInstanceOf(IOException.class);
        }
        try (LiveResultsStore store = engine.open(directory)) {
            assertThat(MirrorState.of(store, MirrorStore.over(store).migrations(List.of(UPPER, MOVE))))
                    .isEqualTo(before);
        }
        Migration mended = Migration.of(4, "failing", it -> it.apply(put("new", "2", 1, "2")));
        try (LiveResultsStore store = engine.open(directory);
                MirrorStore mirror = open(store, UPPER, MOVE, mended)) {
            assertThat(payload(mirror, "new", "2")).contains("2");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ROCKSDB", "SQLITE"})
    void unknownOutcome_isOnceOrNotYet(TestEngine engine) {
        try (LiveResultsStore store = engine.open(directory);
                MirrorStore mirror = open(store)) {
            fill(mirror);
        }
        for (Fault fault : List.of(Fault.UNKNOWN_AND_NOT_WRITTEN, Fault.UNKNOWN_AND_WRITTEN)) {
            FaultPlan plan = new FaultPlan();
            try (LiveResultsStore store = engine.open(directory, it -> new FaultyEngine(it, plan))) {
                plan.failAt(fault, 1);
                assertThatThrownBy(() -> open(store, UPPER)).isInstanceOf(OutcomeUnknownException.class);
            }
        }
        try (LiveResultsStore store = engine.open(directory);
                MirrorStore mirror = open(store, UPPER)) {
            assertThat(mirror.record("old", "1")).map(MirroredRecord::version).contains(2L);
        }
    }

    @ParameterizedTest
    @EnumSource
    void otherMigrations_areRefused_andNothingIsWritten(TestEngine engine) {
        try (LiveResultsStore store = engine.open(directory)) {
            Migration two = Migration.of(2, "two", it -> {}).withChecksum("c");
            open(store, two).close();
            assertMismatch(store, 2);
            assertMismatch(store, 2, Migration.of(2, "zwei", it -> {}).withChecksum("c"));
            assertMismatch(store, 2, two.withChecksum("d"));
            assertMismatch(store, 1, UPPER, two);
            assertThatThrownBy(() -> open(store, two, two)).isInstanceOf(RefusedException.class);
            open(store, two, MOVE_NOTHING).close();
            assertMismatch(store, 3, two);
        }
    }

    private static final Migration MOVE_NOTHING = Migration.of(3, "three", it -> {});

    private void assertMismatch(LiveResultsStore store, int number, Migration... migrations) {
        assertThatThrownBy(() -> open(store, migrations))
                .isInstanceOfSatisfying(
                        MigrationMismatchException.class,
                        e -> assertThat(e.number()).isEqualTo(number));
    }

    @ParameterizedTest
    @EnumSource
    void rebuiltMirror_hasItsMigrationsBehindIt(TestEngine engine) {
        try (LiveResultsStore store = engine.open(directory.resolve("a"));
                LiveResultsStore empty = engine.open(directory.resolve("b"))) {
            try (MirrorStore mirror = open(store)) {
                fill(mirror);
            }
            try (MirrorStore mirror = open(store, UPPER);
                    MirrorStore rebuilt = MirrorStore.over(empty)
                            .clock(clock)
                            .migrations(List.of(UPPER))
                            .openAsRebuildOf(mirror)) {
                assertThat(MirrorState.of(rebuilt)).isEqualTo(MirrorState.of(mirror));
                assertThatThrownBy(() -> MirrorStore.over(empty).openAsRebuildOf(mirror))
                        .isInstanceOf(RefusedException.class);
            }
            open(empty, UPPER).close();
        }
    }
}
