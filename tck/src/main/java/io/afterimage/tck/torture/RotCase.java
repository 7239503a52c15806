package io.afterimage.tck.torture;

import io.afterimage.AfterimageException;
import io.afterimage.CorruptStoreException;
import io.afterimage.LiveResultsStore;
import io.afterimage.NewerFormatException;
import io.afterimage.RefusedException;
import io.afterimage.spi.StoreSettings;
import io.afterimage.spi.StoreSettings.Access;
import io.afterimage.tck.model.RandomWrites;
import io.afterimage.tck.model.StoreWrite;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/**
 * One case of rot: a specimen with one damage is opened, asked everything in any order, and verified. Where nothing was
 * reported it is now and then written on, reopened, and asked again. Not thread-safe; one thread at a time.
 */
final class RotCase {

    private static final int MAX_WRITES = 20;

    private final Round round;
    private final Path directory;
    private final Specimen specimen;
    private final Random random;
    private final Damage damage;
    private final StoreSettings settings;
    private boolean reported;

    /** Chooses the damage. */
    RotCase(Round round, Path directory, Specimen specimen, Random random) {
        this.round = round;
        this.directory = directory;
        this.specimen = specimen;
        this.random = random;
        damage = Damage.any(random, specimen.image());
        settings = specimen.settings().withAccess(random.nextInt(4) == 0 ? Access.READ_ONLY : Access.READ_WRITE);
    }

    /** Runs the case. */
    void run() {
        specimen.image().with(damage.file(), damage.content()).writeTo(directory);
        round.injected(1);
        visit(this::askEverything);
        if (allIsWell() && settings.access() == Access.READ_WRITE && random.nextInt(4) == 0) {
            goOn();
        }
    }

    private boolean allIsWell() {
        return !reported && !round.hasFindings();
    }

    private void harm(Harm harm, String where) {
        if (!round.hasFindings()) { // the first is the one to look at
            round.found(harm, specimen + ", " + settings.access() + ", " + damage + ". " + where);
        }
    }

    private void visit(Consumer<LiveResultsStore> visitor) {
        LiveResultsStore store;
        try {
            store = round.backend().open(directory, settings);
        } catch (CorruptStoreException | NewerFormatException | RefusedException e) {
            reported = true;
            return;
        } catch (RuntimeException | Error e) {
            harm(Harm.WRONG, "The open failed with " + e);
            return;
        }
        visitor.accept(store);
        close(store);
    }

    private void close(LiveResultsStore store) {
        try {
            store.close();
        } catch (AfterimageException e) {
            reported = true;
        } catch (RuntimeException | Error e) {
            harm(Harm.WRONG, "The close failed with " + e);
        }
    }

    private void askEverything(LiveResultsStore store) {
        Inquiry inquiry = new Inquiry(store, this::harm);
        List<Specimen.Answer> answers = new ArrayList<>(specimen.answers());
        Collections.shuffle(answers, random);
        answers.forEach(answer -> inquiry.ask(answer.question(), answer.expected()));
        conclude(inquiry);
    }

    private void conclude(Inquiry inquiry) {
        inquiry.verify();
        reported |= !inquiry.allIsWell();
    }

    /** Damage in a place that nobody has read yet must not come to light as something wrong when it is written to. */
    private void goOn() {
        try (LiveResultsStore reference = specimen.reference()) {
            visit(store -> {
                RandomWrites writes = new RandomWrites(random);
                for (int left = 1 + random.nextInt(MAX_WRITES); left > 0 && allIsWell(); left--) {
                    write(writes.next(), store, reference);
                }
            });
            if (allIsWell()) {
                visit(store -> {
                    Inquiry inquiry = new Inquiry(store, this::harm);
                    Specimen.answersOf(reference).forEach(answer -> inquiry.ask(answer.question(), answer.expected()));
                    conclude(inquiry);
                });
            }
        }
    }

    private void write(StoreWrite write, LiveResultsStore store, LiveResultsStore reference) {
        try {
            Object found = Specimen.answerOf(write, store, reference);
            if (found == CorruptStoreException.class) {
                reported = true;
            } else if (!found.equals(Specimen.answerOf(write, reference, reference))) {
                harm(Harm.WRONG, "Going on, " + write + " answered " + found);
            }
        } catch (RuntimeException | Error e) {
            harm(Harm.WRONG, "Going on, " + write + " failed with " + e);
        }
    }
}
