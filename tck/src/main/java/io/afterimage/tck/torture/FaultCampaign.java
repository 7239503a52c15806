package io.afterimage.tck.torture;

import io.afterimage.AfterimageException;
import io.afterimage.Durability;
import io.afterimage.LiveResultsStore;
import io.afterimage.OutcomeUnknownException;
import io.afterimage.RowMutation;
import io.afterimage.StoreUnavailableException;
import io.afterimage.spi.StoreSettings;
import io.afterimage.tck.model.QueryState;
import io.afterimage.tck.model.RandomWrites;
import io.afterimage.tck.model.WriteStream;
import io.afterimage.tck.torture.FaultPlan.Fault;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * C1, C8, C11, C17 and C22 under a failing engine: of every write the first, the second, and each further engine call fails
 * in turn. Where nothing was written the store stands as before and goes on; where nobody knows it goes on reading only,
 * and a reopen shows the state before or after as a whole. On failure check what is published before the engine has
 * committed, and what a failed write leaves in the index of the count.
 */
final class FaultCampaign implements Campaign {

    private static final int WRITES = 15;
    private static final List<Fault> FAULTS = List.of(Fault.values());
    private static final List<Long> COUNT_INDEX_BYTES = List.of(0L, 4_096L, 1L << 20);

    @Override
    public String name() {
        return "fault";
    }

    @Override
    public String attack() {
        return "Fails each engine call of " + WRITES
                + " writes in turn, and some commits without telling their outcome.";
    }

    @Override
    public int smallRounds() {
        return 3;
    }

    @Override
    public int fullRounds() {
        return 300;
    }

    @Override
    public void run(Round round) throws IOException {
        Random random = round.random();
        long countIndexBytes = COUNT_INDEX_BYTES.get(random.nextInt(COUNT_INDEX_BYTES.size()));
        try (Attack attack = new Attack(round, countIndexBytes)) {
            attack.reopen();
            while (attack.stream.done() < WRITES && !round.hasFindings()) {
                Fault fault = FAULTS.get(random.nextInt(FAULTS.size()));
                if (fault == Fault.UNAVAILABLE) {
                    attack.failEachCallInTurn();
                } else {
                    attack.hideEachOutcomeInTurn(fault);
                }
            }
            new Judge(round).requireAcknowledged(attack.reopen(), attack.stream, attack.stream.done());
        }
    }

    /** One store and its stream of writes. */
    private static final class Attack implements AutoCloseable {

        private final Round round;
        private final Path directory;
        private final StoreSettings settings;
        private final WriteStream stream;
        private FaultPlan plan = new FaultPlan();
        private @Nullable LiveResultsStore open;

        Attack(Round round, long countIndexBytes) throws IOException {
            this.round = round;
            this.directory = round.newDirectory("store");
            this.settings = WriteStream.settings(Durability.PROCESS_CRASH).withCountIndexBytes(countIndexBytes);
            this.stream = new WriteStream(round.seed());
        }

        LiveResultsStore store() {
            return Objects.requireNonNull(open, "opened by reopen()");
        }

        private LiveResultsStore openWith(FaultPlan faults) {
            return round.backend()
                    .open(directory, settings.withEngineLayer(engine -> new FaultyEngine(engine, faults)));
        }

        /** Makes the next write again and again, each time with a later fault, until there is none to meet. */
        void failEachCallInTurn() {
            for (long call = 1; !attempt(Fault.UNAVAILABLE, call, StoreUnavailableException.class); call++) {
                requireState("engine call " + call + " failed", stream.states());
            }
        }

        /** The same for commits after which nobody knows; the store is reopened after each. */
        void hideEachOutcomeInTurn(Fault fault) {
            for (long commit = 1; !attempt(fault, commit, OutcomeUnknownException.class); commit++) {
                requireWritesRefused();
                reopen();
                if (!WriteStream.statesOf(store()).equals(stream.states())) {
                    stream.advance(); // it was written
                    requireState(fault + " at commit " + commit + ", reopened", stream.states());
                    return;
                }
            }
        }

        /** Makes the next write with a fault; true if it is done. */
        private boolean attempt(Fault fault, long call, Class<? extends AfterimageException> failure) {
            List<QueryState> before = stream.states();
            plan.failAt(fault, call);
            Object answer = stream.attempt(store());
            plan.disarm();
            if (plan.fired()) {
                round.injected(1);
            }
            if (plan.fired() && answer.equals(failure)) {
                return false;
            }
            String place = stream + ", " + fault + " at engine call " + call;
            Object expected = stream.advance();
            if (!answer.equals(expected)) {
                round.found(Harm.WRONG, place + ". Expected: " + expected + ". Found: " + answer + ".");
            }
            if (WriteStream.statesOf(store()).equals(before) && !before.equals(stream.states())) {
                round.found(Harm.LOST, place + ". Said to be done, and not there.");
            } else {
                requireState(place, stream.states());
            }
            return true;
        }

        private void requireState(String place, List<QueryState> expected) {
            List<QueryState> found = WriteStream.statesOf(store());
            if (!found.equals(expected)) {
                round.found(
                        Harm.TORN,
                        stream + ", " + place + ". " + Judge.difference(RandomWrites.QUERIES, expected, found));
            }
        }

        private void requireWritesRefused() {
            List<QueryState> before = WriteStream.statesOf(store());
            try {
                store().applyMutations(RandomWrites.QUERIES.get(0), List.of(RowMutation.delete(1)));
                round.found(Harm.WRONG, "A write was let pass although nobody knows where the store stands.");
            } catch (OutcomeUnknownException e) {
                requireState("refusing writes", before);
            }
        }

        /** Closes the store and opens it, which fails at each engine call in turn first. */
        LiveResultsStore reopen() {
            close();
            for (long call = 1; ; call++) {
                plan = new FaultPlan();
                plan.failAt(Fault.UNAVAILABLE, call);
                try {
                    open = openWith(plan);
                    return open;
                } catch (StoreUnavailableException e) {
                    round.injected(1);
                } finally {
                    plan.disarm();
                }
            }
        }

        @Override
        public void close() {
            if (open != null) {
                open.close();
                open = null;
                plan.disorder().forEach(disorder -> round.found(Harm.WRONG, disorder));
            }
        }
    }
}
