package io.afterimage.tck.torture;

import io.afterimage.Durability;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;

/**
 * C20 and C21 on bad disks: a flipped bit, a zeroed page, a cut, or two swapped pages, in any file of a store that was
 * closed or killed. Whatever is then asked of it, the answer is right or a typed error. On failure check which value the
 * damaged bytes belong to, whether it is under a checksum, and what takes their absence for the end of the data.
 */
final class RotCampaign implements Campaign {

    private static final int CASES = 50;

    @Override
    public String name() {
        return "rot";
    }

    @Override
    public String attack() {
        return "Damages one file of a closed or killed store, " + CASES + " times a round, and asks it everything.";
    }

    @Override
    public int smallRounds() {
        return Specimen.Shape.values().length;
    }

    @Override
    public int fullRounds() {
        return 200;
    }

    /** The rounds take turns in shape and durability. */
    @Override
    public void run(Round round) throws IOException {
        Random random = round.random();
        Specimen.Shape[] shapes = Specimen.Shape.values();
        Specimen specimen = new Specimen(
                round.backend(),
                round.newDirectory("sound"),
                shapes[(int) Math.floorMod(round.seed(), (long) shapes.length)],
                Math.floorMod(round.seed() / shapes.length, 2) == 0 ? Durability.POWER_LOSS : Durability.PROCESS_CRASH,
                random);
        Path directory = round.newDirectory("damaged");
        for (int left = CASES; left > 0 && !round.hasFindings(); left--) {
            new RotCase(round, directory, specimen, random).run();
        }
    }
}
