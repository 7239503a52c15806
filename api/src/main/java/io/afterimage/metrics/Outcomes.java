package io.afterimage.metrics;

import io.afterimage.CommitResult;
import io.afterimage.OutboxRead;
import java.util.List;

/** The words by which the meters call the store's answers. */
final class Outcomes {

    private static final String APPLIED = "applied";
    private static final String GAP = "gap";
    private static final String OTHER_CONFIG = "other-config";

    private Outcomes() {}

    static String of(CommitResult answer) {
        if (answer instanceof CommitResult.Applied) {
            return APPLIED;
        }
        if (answer instanceof CommitResult.Duplicate) {
            return "duplicate";
        }
        if (answer instanceof CommitResult.Gap) {
            return GAP;
        }
        return answer instanceof CommitResult.OtherConfig ? OTHER_CONFIG : "withheld";
    }

    /** Applied, or the first refusal: the one the others were withheld for. */
    static String of(List<CommitResult> answers) {
        return answers.stream()
                .filter(answer -> !answer.applied() && !(answer instanceof CommitResult.Withheld))
                .findFirst()
                .map(Outcomes::of)
                .orElse(APPLIED);
    }

    static String of(OutboxRead answer) {
        if (answer instanceof OutboxRead.Entries) {
            return "entries";
        }
        if (answer instanceof OutboxRead.UpToDate) {
            return "up-to-date";
        }
        if (answer instanceof OutboxRead.Gap) {
            return GAP;
        }
        if (answer instanceof OutboxRead.Ahead) {
            return "ahead";
        }
        return answer instanceof OutboxRead.OtherConfig ? OTHER_CONFIG : "other-generation";
    }
}
