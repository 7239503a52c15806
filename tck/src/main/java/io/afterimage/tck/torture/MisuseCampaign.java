package io.afterimage.tck.torture;

import io.afterimage.Durability;
import io.afterimage.LiveResultsStore;
import io.afterimage.tck.model.WriteStream;
import java.io.IOException;
import java.nio.file.Path;

/**
 * C7, C8 and C19 under callers who do everything wrong: in a child JVM several threads call whatever the store, its snapshots
 * and cursors offer, with arguments that are absent, empty, too long or negative, interrupted, while others close what they
 * use, and after that. Only what the contract names may come out, and the right data; what is never closed must be reported
 * with the place that opened it; and the store is what the acknowledged writes made of it. On failure check who holds the
 * lease, and which argument is looked at too late.
 */
final class MisuseCampaign implements Campaign {

    @Override
    public String name() {
        return "misuse";
    }

    @Override
    public String attack() {
        return "Misuses the stores of a child JVM from " + MisusingChild.THREADS + " threads, by every call there is.";
    }

    @Override
    public int smallRounds() {
        return 2;
    }

    @Override
    public int fullRounds() {
        return 250;
    }

    @Override
    public void run(Round round) throws IOException {
        Path directory = round.newDirectory("store");
        long[] done = new long[MisusingChild.THREADS];
        try (ChildJvm child = round.startChild(
                MisusingChild.class,
                round.backend().getClass().getName(),
                directory.toString(),
                Long.toString(round.seed()))) {
            Testimony.hear(child, round, (stream, writes) -> done[stream] = writes);
        }
        if (!round.hasFindings()) {
            judge(round, directory, done);
        }
    }

    private static void judge(Round round, Path directory, long[] done) {
        try (LiveResultsStore store = round.backend().open(directory, WriteStream.settings(Durability.PROCESS_CRASH))) {
            for (int thread = 0; thread < done.length; thread++) {
                WriteStream stream = MisusingChild.stream(round.seed(), thread);
                while (stream.done() < done[thread]) {
                    stream.advance();
                }
                new Judge(round).requireAcknowledged(store, stream, stream.done());
            }
        }
    }
}
