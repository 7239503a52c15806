package io.afterimage.reactions;

import io.afterimage.Row;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A reaction that writes down what it sees and fails on demand. */
final class RecordingReaction implements Reaction {

    /** What happened, in order: "7" for an emission, "bootstrap RESET at 9 (3 rows)". */
    final List<String> log = new ArrayList<>();

    /** How often a sequence still fails. */
    private final Map<Long, Integer> failures = new HashMap<>();

    private int bootstrapsToFail;

    RecordingReaction failing(long sequence, int times) {
        failures.put(sequence, times);
        return this;
    }

    RecordingReaction failingBootstraps(int times) {
        bootstrapsToFail = times;
        return this;
    }

    @Override
    public String reactionId() {
        return "recorder";
    }

    @Override
    public void handle(Emission emission) throws IOException {
        int left = failures.getOrDefault(emission.sequence(), 0);
        if (left > 0) {
            failures.put(emission.sequence(), left - 1);
            throw new IOException("emission " + emission.sequence() + " is not wanted");
        }
        log.add(Long.toString(emission.sequence()));
    }

    @Override
    public void bootstrap(Bootstrap bootstrap) throws IOException {
        if (bootstrapsToFail > 0) {
            bootstrapsToFail--;
            throw new IOException("no bootstrap now");
        }
        List<Row> rows = bootstrap.snapshot().toList();
        log.add("bootstrap " + bootstrap.cause() + " at "
                + bootstrap.snapshot().position().sequence() + " (" + rows.size() + " rows)");
    }
}
