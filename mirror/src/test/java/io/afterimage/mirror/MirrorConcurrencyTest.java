package io.afterimage.mirror;

import static io.afterimage.mirror.Samples.put;
import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.LiveResultsStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Several writers take turns; readers see whole batches, and wait for nobody. */
class MirrorConcurrencyTest {

    private static final int WRITERS = 3;
    private static final int BATCHES = 40;
    private static final int RECORDS = 5;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource
    void writersAndReaders_together(TestEngine engine) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS + 2);
        AtomicBoolean writing = new AtomicBoolean(true);
        try (LiveResultsStore store = engine.open(directory);
                MirrorStore mirror = MirrorStore.over(store)
                        .strategy(ConflictStrategies.arrivalOrder())
                        .open()) {
            List<Future<?>> readers = List.of(
                    threads.submit(() -> readWhile(writing, () -> assertExportIsWhole(mirror))),
                    threads.submit(() -> readWhile(writing, () -> assertReadsAreWhole(mirror))));
            List<Future<?>> writers = new ArrayList<>();
            for (int writer = 0; writer < WRITERS; writer++) {
                int own = writer;
                writers.add(threads.submit(() -> write(mirror, own)));
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
            writing.set(false);
            for (Future<?> reader : readers) {
                reader.get();
            }
            assertThat(mirror.head()).isEqualTo(WRITERS * BATCHES * RECORDS);
            assertThat(Samples.records(mirror, "r", 10))
                    .hasSize(RECORDS)
                    .allMatch(record -> record.version() == WRITERS * BATCHES);
            MirrorState.of(mirror); // counts agree
        } finally {
            writing.set(false);
            threads.shutdownNow();
        }
    }

    /** Every batch writes its own mark into all records. */
    private static void write(MirrorStore mirror, int writer) {
        for (int batch = 0; batch < BATCHES; batch++) {
            List<Delta> deltas = new ArrayList<>();
            for (int i = 0; i < RECORDS; i++) {
                deltas.add(put("r", "id-" + i, batch, "\"" + writer + "/" + batch + "\""));
            }
            mirror.apply(DeltaBatch.of(deltas).withCursor("writer-" + writer, "" + batch));
        }
    }

    private static void readWhile(AtomicBoolean writing, Runnable read) {
        while (writing.get()) {
            read.run();
        }
    }

    private static void assertExportIsWhole(MirrorStore mirror) {
        try (MirrorExport export = mirror.export();
                Stream<MirroredRecord> records = export.records("r")) {
            assertThat(records.map(MirroredRecord::payload).distinct().count()).isLessThanOrEqualTo(1);
            assertThat(export.head() % RECORDS).isZero();
        }
    }

    private static void assertReadsAreWhole(MirrorStore mirror) {
        assertThat(mirror.records("r", 100).records().stream()
                        .map(MirroredRecord::payload)
                        .distinct()
                        .count())
                .isLessThanOrEqualTo(1);
        EventRead.Page page = (EventRead.Page) mirror.eventsAfter(Math.max(0, mirror.head() - 3), 10);
        long previous = page.head() < RECORDS ? 0 : page.events().get(0).sequence() - 1;
        for (MirrorEvent event : page.events()) {
            assertThat(event.sequence()).isEqualTo(++previous);
        }
        assertThat(mirror.count("r")).isIn(0L, (long) RECORDS);
    }
}
