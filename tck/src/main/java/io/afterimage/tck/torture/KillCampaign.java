package io.afterimage.tck.torture;

import io.afterimage.Durability;
import io.afterimage.LiveResultsStore;
import io.afterimage.tck.model.WriteStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;

/**
 * C1, C8, C11, C14 to C16 and C18 under SIGKILL: a child JVM writes, reads and reopens, and is killed again and again. Each
 * time the store must be refused while the child lives, and stand at a prefix of the writes with every acknowledged one
 * after it is dead; the next child goes on from there. On failure check what is acknowledged before it is logged, and what
 * one write is made of in the engine.
 */
final class KillCampaign implements Campaign {

    private static final int KILLS = 10;
    private static final int MAX_SIGNS_OF_LIFE = 80;
    private static final int MAX_NANOS_AFTER = 2_000_000;

    @Override
    public String name() {
        return "kill";
    }

    @Override
    public String attack() {
        return "Kills a writing child JVM with SIGKILL, " + KILLS + " times a round, and looks what is left.";
    }

    @Override
    public int smallRounds() {
        return 2;
    }

    @Override
    public int fullRounds() {
        return 200;
    }

    @Override
    public void run(Round round) throws IOException {
        Path directory = round.newDirectory("store");
        Random random = round.random();
        WriteStream stream = new WriteStream(round.seed());
        for (int kill = 1; kill <= KILLS && !round.hasFindings(); kill++) {
            Durability durability = random.nextBoolean() ? Durability.POWER_LOSS : Durability.PROCESS_CRASH;
            long begun;
            try (Writer writer = new Writer(round, directory, durability, stream)) {
                writer.awaitSignsOfLife(1 + random.nextInt(MAX_SIGNS_OF_LIFE));
                Spin.nanos(random.nextInt(MAX_NANOS_AFTER));
                begun = writer.kill();
            }
            round.injected(1);
            if (!round.hasFindings()) {
                judge(round, directory, durability, stream, begun);
            }
        }
    }

    private static void judge(Round round, Path directory, Durability durability, WriteStream stream, long begun) {
        try (LiveResultsStore store = round.backend().open(directory, WriteStream.settings(durability))) {
            new Judge(round).requireAcknowledged(store, stream, begun);
        }
    }

    /** The child, as its parent sees it. */
    private static final class Writer implements AutoCloseable {

        private final Round round;
        private final WriteStream stream;
        private final ChildJvm child;
        private long begun;

        Writer(Round round, Path directory, Durability durability, WriteStream stream) throws IOException {
            this.round = round;
            this.stream = stream;
            this.begun = stream.done();
            this.child = round.startChild(
                    WritingChild.class,
                    round.backend().getClass().getName(),
                    directory.toString(),
                    durability.name(),
                    Long.toString(round.seed()),
                    Long.toString(begun));
        }

        /** Follows the child until it has given so many signs; one that ends before has done wrong. */
        void awaitSignsOfLife(int signs) throws IOException {
            for (int left = signs; left > 0; left--) {
                if (!follow()) {
                    round.found(
                            child.diedOfItself() ? Harm.JVM_DEATH : Harm.WRONG,
                            "The writing child ended by itself at " + stream + ". Errors: " + child.errors());
                    return;
                }
            }
        }

        /** Kills the child and gives how many writes it has begun. */
        long kill() throws IOException {
            child.kill();
            while (follow()) {
                // what it said before it died
            }
            return begun;
        }

        /** Follows the child by one sign; false at the end. */
        private boolean follow() throws IOException {
            int sign = child.output().read();
            if (sign == WritingChild.BEGUN) {
                begun++;
            } else if (sign == WritingChild.DONE) {
                stream.advance();
            }
            return sign >= 0;
        }

        @Override
        public void close() throws IOException {
            child.close();
        }
    }
}
