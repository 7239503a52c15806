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
    private static final int MAX_SIGNS = 80;
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
            try (WritingProcess writer = WritingProcess.endless(round, directory, durability, stream)) {
                writer.awaitSigns(1 + random.nextInt(MAX_SIGNS));
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
}
