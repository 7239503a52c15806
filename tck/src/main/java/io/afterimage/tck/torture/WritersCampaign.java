package io.afterimage.tck.torture;

import io.afterimage.Durability;
import io.afterimage.LiveResultsStore;
import io.afterimage.StoreHolder;
import io.afterimage.StoreLockedException;
import io.afterimage.tck.model.WriteStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * C18 between processes: of two that open a store at the same time one gets it, and the other is told who has it. When the
 * holder was killed the next one is admitted at once, and finds what the dead one wrote. On failure check that the lock is
 * one of the operating system, which gives it back when its holder dies, and that nothing is read before it is taken.
 */
final class WritersCampaign implements Campaign {

    @Override
    public String name() {
        return "writers";
    }

    @Override
    public String attack() {
        return "Opens a store for writing in several processes at a time, and kills the one that has it.";
    }

    @Override
    public int smallRounds() {
        return 1;
    }

    @Override
    public int fullRounds() {
        return 50;
    }

    @Override
    public void run(Round round) throws IOException {
        Path directory = round.newDirectory("store");
        WriteStream stream = new WriteStream(round.seed());
        race(round, directory, stream);
        race(round, directory, stream); // over the note of the dead one
        succeed(round, directory, stream);
        try (LiveResultsStore store = open(round, directory)) {
            new Judge(round).requireAcknowledged(store, stream, stream.done());
            try (ChildJvm child = start(round, directory, stream)) {
                requireAnswer(round, child, ProcessHandle.current().pid());
            }
        }
    }

    /** Two processes at the same time; the one that gets the store is killed. */
    private static void race(Round round, Path directory, WriteStream stream) throws IOException {
        try (ChildJvm one = start(round, directory, stream);
                ChildJvm other = start(round, directory, stream)) {
            List<String> answers =
                    List.of(one.nextLine().orElse(""), other.nextLine().orElse(""));
            if (answers.contains(HoldingChild.HELD)) {
                ChildJvm holder = answers.indexOf(HoldingChild.HELD) == 0 ? one : other;
                String refused = answers.get(holder == one ? 1 : 0);
                if (!refused.equals(HoldingChild.LOCKED_BY + HoldingChild.UNKNOWN)) { // the holder's note may be late
                    requireAnswer(round, refused, holder.pid());
                }
            } else {
                round.found(
                        Harm.WRONG, "Nobody got the store. Found: " + answers + ". " + one.errors() + other.errors());
            }
        }
        advance(stream);
    }

    /** The next process, after the last one was killed; this process is refused meanwhile. */
    private static void succeed(Round round, Path directory, WriteStream stream) throws IOException {
        try (ChildJvm holder = start(round, directory, stream)) {
            String answer = holder.nextLine().orElse("");
            if (!answer.equals(HoldingChild.HELD)) {
                round.found(Harm.WRONG, "A dead process keeps the store. Found: " + answer + ". " + holder.errors());
            }
            round.injected(1);
            try (LiveResultsStore store = open(round, directory)) {
                round.found(Harm.WRONG, "A second writer was admitted. Store: " + store + ".");
            } catch (StoreLockedException e) {
                requireHolder(round, e.holder().map(StoreHolder::processId).orElse(HoldingChild.UNKNOWN), holder.pid());
            }
        }
        advance(stream);
    }

    private static ChildJvm start(Round round, Path directory, WriteStream stream) throws IOException {
        return round.startChild(
                HoldingChild.class,
                round.backend().getClass().getName(),
                directory.toString(),
                Long.toString(round.seed()),
                Long.toString(stream.done()));
    }

    private static LiveResultsStore open(Round round, Path directory) {
        return round.backend().open(directory, WriteStream.settings(Durability.PROCESS_CRASH));
    }

    private static void advance(WriteStream stream) {
        for (int left = HoldingChild.WRITES; left > 0; left--) {
            stream.advance();
        }
    }

    private static void requireAnswer(Round round, ChildJvm refused, long holder) {
        requireAnswer(round, refused.nextLine().orElseGet(refused::errors), holder);
    }

    private static void requireAnswer(Round round, String answer, long holder) {
        round.injected(1);
        if (answer.startsWith(HoldingChild.LOCKED_BY)) {
            requireHolder(round, Long.parseLong(answer.substring(HoldingChild.LOCKED_BY.length())), holder);
        } else {
            round.found(Harm.WRONG, "A second writer was not refused. Found: " + answer + ".");
        }
    }

    private static void requireHolder(Round round, long told, long holder) {
        if (told != holder) {
            round.found(
                    Harm.WRONG,
                    "The second writer was told the wrong holder. Expected: process " + holder + ". Found: " + told
                            + ".");
        }
    }
}
