package io.afterimage.tck.torture;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * C22 at every stage: a child JVM writes on a small disk that is filled up under it, again and again, with a little room or
 * none, in the middle of any operation, of a close and of an open. Whatever has no room must say so by an error of the
 * contract and change nothing; snapshots and reads go on and are right; when there is room again, writing goes on in the
 * same process. On failure check what is written where before a failure is noticed, and who waits for room.
 */
final class FullCampaign implements Campaign {

    private static final int LEAST_MEBIBYTES = 32;

    @Override
    public String name() {
        return "full";
    }

    @Override
    public String attack() {
        return "Fills the disk of a writing child JVM, " + FillingChild.FILLINGS + " times a round, at any stage.";
    }

    @Override
    public int smallRounds() {
        return 2;
    }

    @Override
    public int fullRounds() {
        return 300;
    }

    @Override
    public int roundsAtATime() {
        return 8; // RocksDB looks for room every five seconds
    }

    @Override
    public void run(Round round) throws IOException {
        Path disk = round.newDirectory("disk");
        Optional<SmallDisk.Kind> kind = SmallDisk.Kind.onThisMachine(disk);
        if (kind.isEmpty()) {
            round.untested("what a full disk does: neither can a small one be mounted here, nor files be limited");
            return;
        }
        if (kind.get() == SmallDisk.Kind.LIMITED) {
            round.untested(
                    "what a full file system does: none can be mounted here, so files were limited in their size");
        }
        int mebibytes = LEAST_MEBIBYTES + round.random().nextInt(LEAST_MEBIBYTES);
        try (ChildJvm child = round.startChild(
                kind.get().command(disk, mebibytes),
                FillingChild.class,
                round.backend().getClass().getName(),
                disk.toString(),
                Long.toString(round.seed()),
                kind.get().name())) {
            Testimony.hear(child, round, (stream, done) -> {});
        }
    }
}
