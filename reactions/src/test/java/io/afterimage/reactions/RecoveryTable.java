package io.afterimage.reactions;

import io.afterimage.OutboxEntry;
import io.afterimage.OutboxRead;
import io.afterimage.Position;
import java.util.ArrayList;
import java.util.List;

/** The recovery table as a person would write it down: one cell for each standing, need and policy. */
final class RecoveryTable {

    /** Need and policy of each column, in the order of {@link #CELLS}. */
    static final List<Terms> COLUMNS = List.of(
            new Terms(SnapshotNeed.NEEDS_SNAPSHOT, RecoveryPolicy.STRICT),
            new Terms(SnapshotNeed.NEEDS_SNAPSHOT, RecoveryPolicy.AUTO_RESET),
            new Terms(SnapshotNeed.NEEDS_SNAPSHOT, RecoveryPolicy.AUTO_SKIP_GAP),
            new Terms(SnapshotNeed.NO_SNAPSHOT, RecoveryPolicy.STRICT),
            new Terms(SnapshotNeed.NO_SNAPSHOT, RecoveryPolicy.AUTO_RESET),
            new Terms(SnapshotNeed.NO_SNAPSHOT, RecoveryPolicy.AUTO_SKIP_GAP));

    /** What is expected, for the checkpoints and feeds of {@link #facts}. */
    private static final String CELLS = """
            NO_CHECKPOINT    | bootstrap | bootstrap | contradiction | start at 9  | contradiction | start at 9
            INSIDE_OUTBOX    | resume 4  | resume 4  | contradiction | resume 4    | contradiction | resume 4
            AT_HEAD          | resume 9  | resume 9  | contradiction | resume 9    | contradiction | resume 9
            GAP              | refuse    | reset     | contradiction | refuse      | contradiction | go on after 7, 3 skipped
            AHEAD            | refuse    | reset     | contradiction | refuse      | contradiction | go on after 9, 0 skipped
            OTHER_GENERATION | refuse    | reset     | contradiction | refuse      | contradiction | go on after 9, 9 skipped
            OTHER_CONFIG     | refuse    | reset     | contradiction | refuse      | contradiction | go on after 9, 5 skipped
            """;

    private static final Position HEAD = new Position(3, 9, 77);

    private RecoveryTable() {}

    /** What a reaction asks for. */
    record Terms(SnapshotNeed need, RecoveryPolicy policy) {}

    /** One cell. */
    record Cell(Standing standing, Terms terms, String expected) {}

    static List<Cell> cells() {
        List<Cell> cells = new ArrayList<>();
        CELLS.lines().forEach(line -> {
            String[] parts = line.split("\\|", -1);
            for (int column = 0; column < COLUMNS.size(); column++) {
                cells.add(new Cell(Standing.valueOf(parts[0].strip()), COLUMNS.get(column), parts[column + 1].strip()));
            }
        });
        return cells;
    }

    /** The facts of a row: a feed at 9 in generation 3, and a checkpoint that stands to it as the row says. */
    static RecoveryFacts facts(Standing standing, Terms terms) {
        return standing == Standing.NO_CHECKPOINT
                ? RecoveryFacts.withoutCheckpoint(HEAD, terms.need(), terms.policy())
                : RecoveryFacts.of(checkpoint(standing), answer(standing), terms.need(), terms.policy());
    }

    private static Position checkpoint(Standing standing) {
        return switch (standing) {
            case NO_CHECKPOINT -> Position.NONE;
            case INSIDE_OUTBOX, GAP -> new Position(3, 4, 77);
            case AT_HEAD -> HEAD;
            case AHEAD -> new Position(3, 12, 77);
            case OTHER_GENERATION -> new Position(2, 4, 77);
            case OTHER_CONFIG -> new Position(3, 4, 66);
        };
    }

    private static OutboxRead answer(Standing standing) {
        Position asked = checkpoint(standing);
        return switch (standing) {
            case NO_CHECKPOINT, AT_HEAD -> new OutboxRead.UpToDate(HEAD);
            case INSIDE_OUTBOX -> new OutboxRead.Entries(List.of(new OutboxEntry(5, new byte[0])), HEAD);
            case GAP -> new OutboxRead.Gap(4, 8, 9, HEAD);
            case AHEAD -> new OutboxRead.Ahead(asked, HEAD);
            case OTHER_GENERATION -> new OutboxRead.OtherGeneration(asked, HEAD);
            case OTHER_CONFIG -> new OutboxRead.OtherConfig(asked, HEAD);
        };
    }

    /** A plan in the words of the cells. */
    static String words(RecoveryPlan plan) {
        if (plan instanceof RecoveryPlan.ResumeAfter resume) {
            return "resume " + resume.position().sequence();
        }
        if (plan instanceof RecoveryPlan.StartAtHead start) {
            return "start at " + start.head().sequence();
        }
        if (plan instanceof RecoveryPlan.BuildFromSnapshot build) {
            return build.cause() == Bootstrap.Cause.RESET ? "reset" : "bootstrap";
        }
        if (plan instanceof RecoveryPlan.SkipTo skip) {
            return "go on after " + skip.position().sequence() + ", " + skip.skipped() + " skipped";
        }
        RecoveryPlan.Refuse refusal = (RecoveryPlan.Refuse) plan;
        return Contradiction.between(refusal.facts().need(), refusal.facts().policy())
                        .isPresent()
                ? "contradiction"
                : "refuse";
    }
}
