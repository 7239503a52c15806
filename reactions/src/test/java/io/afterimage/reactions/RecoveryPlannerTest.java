package io.afterimage.reactions;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.OutboxRead;
import io.afterimage.Position;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every cell of the recovery table. The build prints the table as it was planned. */
class RecoveryPlannerTest {

    private static List<RecoveryTable.Cell> cells() {
        return RecoveryTable.cells();
    }

    @ParameterizedTest
    @MethodSource("cells")
    void cell_isPlannedAsWrittenDown(RecoveryTable.Cell cell) {
        RecoveryPlan plan = RecoveryPlanner.plan(RecoveryTable.facts(cell.standing(), cell.terms()));
        assertThat(RecoveryTable.words(plan)).isEqualTo(cell.expected());
    }

    @ParameterizedTest
    @EnumSource
    void standing_hasACellForEachNeedAndPolicy(Standing standing) {
        assertThat(cells())
                .filteredOn(cell -> cell.standing() == standing)
                .extracting(RecoveryTable.Cell::terms)
                .containsExactlyElementsOf(RecoveryTable.COLUMNS);
        assertThat(RecoveryTable.COLUMNS)
                .doesNotHaveDuplicates()
                .hasSize(SnapshotNeed.values().length * RecoveryPolicy.values().length);
    }

    @Test
    @SuppressWarnings("SystemOut") // printing the table is what this test is for
    void table_isPrinted() {
        String printed = RecoveryTablePrinter.print();
        System.out.println(printed);
        assertThat(printed)
                .contains(cells().stream().map(RecoveryTable.Cell::expected).collect(Collectors.toSet()));
        for (Standing standing : Standing.values()) {
            assertThat(printed).contains(standing.words());
        }
    }

    @Test
    void gap_isRefusedWithItsNumbersAndRemedies() {
        RecoveryTable.Terms strict = new RecoveryTable.Terms(SnapshotNeed.NO_SNAPSHOT, RecoveryPolicy.STRICT);
        RecoveryPlan plan = RecoveryPlanner.plan(RecoveryTable.facts(Standing.GAP, strict));
        assertThat(plan).isInstanceOfSatisfying(RecoveryPlan.Refuse.class, refusal -> {
            assertThat(refusal.facts().inWords())
                    .contains("Gap: requested after 4, earliest 8, latest 9, missing 3.")
                    .contains("Checkpoint: generation 3, sequence 4, config 4d.");
            assertThat(refusal.remedies()).hasSize(2).first().asString().contains("AUTO_SKIP_GAP");
        });
    }

    @Test
    void gapInAnEmptyOutbox_isSkippedToTheHead() {
        Position head = new Position(1, 9, 0);
        RecoveryFacts facts = RecoveryFacts.of(
                new Position(1, 4, 0),
                new OutboxRead.Gap(4, 10, 9, head),
                SnapshotNeed.NO_SNAPSHOT,
                RecoveryPolicy.AUTO_SKIP_GAP);
        assertThat(RecoveryPlanner.plan(facts)).isEqualTo(new RecoveryPlan.SkipTo(head, 5, Standing.GAP));
    }

    @Test
    void skipTarget_takesTheConfigOfTheHead() {
        RecoveryFacts facts = RecoveryFacts.of(
                new Position(1, 4, 0),
                new OutboxRead.Gap(4, 8, 9, new Position(1, 9, 5)),
                SnapshotNeed.NO_SNAPSHOT,
                RecoveryPolicy.AUTO_SKIP_GAP);
        assertThat(RecoveryPlanner.plan(facts))
                .isEqualTo(new RecoveryPlan.SkipTo(new Position(1, 7, 5), 3, Standing.GAP));
    }
}
