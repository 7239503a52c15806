package io.afterimage.mirror;

import static io.afterimage.mirror.Samples.del;
import static io.afterimage.mirror.Samples.put;
import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.LiveResultsStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Lists, page by page, while others write; and exports, which stand still. */
class RecordPagingTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource
    void recordsThatStay_areOnExactlyOnePage_whateverIsWrittenMeanwhile(TestEngine engine) {
        Random random = new Random(1);
        try (LiveResultsStore store = engine.open(directory);
                MirrorStore mirror = MirrorStore.over(store).open()) {
            mirror.apply(DeltaBatch.of(IntStream.range(0, 300)
                    .mapToObj(i -> put("r", (i % 2 == 0 ? "stays-" : "goes-") + i, 1, "1"))
                    .toList()));
            List<String> found = new ArrayList<>();
            RecordPage page = mirror.records("r", 7);
            page.records().forEach(record -> found.add(record.recordId()));
            int moment = 2;
            while (page.next().isPresent()) {
                moment++;
                mirror.apply(DeltaBatch.of(
                        del("r", "goes-" + (2 * random.nextInt(150) + 1), moment),
                        put("r", "comes-" + moment, moment, "1"),
                        put("r", "stays-" + 2 * random.nextInt(150), moment, "2")));
                page = mirror.records("r", page.next().get(), 7);
                page.records().forEach(record -> found.add(record.recordId()));
            }
            assertThat(found).doesNotHaveDuplicates();
            assertThat(found).filteredOn(id -> id.startsWith("stays-")).hasSize(150);
        }
    }

    @ParameterizedTest
    @EnumSource
    void hugeRecords_makeShortPages(TestEngine engine) {
        try (LiveResultsStore store = engine.open(directory);
                MirrorStore mirror = MirrorStore.over(store).open()) {
            String text = "\"" + "x".repeat(3 << 20) + "\"";
            mirror.apply(DeltaBatch.of(put("r", "1", 1, text), put("r", "2", 1, text), put("r", "3", 1, "1")));
            assertThat(mirror.records("r", 100).records()).hasSizeBetween(1, 2);
            assertThat(Samples.records(mirror, "r", 100)).hasSize(3);
            EventRead.Page page = (EventRead.Page) mirror.eventsAfter(0, 100);
            assertThat(page.events()).hasSize(1);
            assertThat(Samples.events(mirror)).hasSize(3);
        }
    }

    @ParameterizedTest
    @EnumSource
    void export_isOneMoment_overAllResources(TestEngine engine) {
        try (LiveResultsStore store = engine.open(directory);
                MirrorStore mirror = MirrorStore.over(store).open()) {
            mirror.apply(
                    DeltaBatch.of(put("a", "1", 1, "1"), put("b", "1", 1, "1")).withCursor("crm", "c1"));
            try (MirrorExport export = mirror.export()) {
                mirror.apply(DeltaBatch.of(put("a", "1", 2, "2"), put("b", "2", 2, "2"), put("c", "1", 2, "2"))
                        .withCursor("crm", "c2"));
                assertThat(export.head()).isEqualTo(2);
                assertThat(export.life()).isEqualTo(mirror.life()).isNotZero();
                assertThat(export.resources()).extracting(ResourceInfo::records).containsExactly(1L, 1L);
                assertThat(export.cursors()).extracting(CursorInfo::cursor).containsExactly("c1");
                try (Stream<MirroredRecord> records = export.records("a")) {
                    assertThat(records.map(record -> record.payload().toString()))
                            .containsExactly("1");
                }
                try (Stream<MirroredRecord> records = export.records("c")) {
                    assertThat(records).isEmpty();
                }
            }
        }
    }
}
