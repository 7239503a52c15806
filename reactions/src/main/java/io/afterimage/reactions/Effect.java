package io.afterimage.reactions;

import io.afterimage.Position;
import io.afterimage.Snapshot;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The reaction's effect and its checkpoint, always in this order. What is in hand stays in hand until it is done, so each
 * part can be tried again by itself. Confined to the worker's thread.
 */
final class Effect {

    private final Reaction reaction;
    private final EmissionFeed feed;
    private final CheckpointStore checkpoints;
    private final boolean ownCheckpoints;
    private final Progress progress;
    private final RuntimeParts parts;

    private Deed deed = Deed.ASKING_THE_FEED;
    private @Nullable Emission inHand;
    private @Nullable DeadLetter givenUp;

    /** Where the effect stands and the checkpoint does not yet. */
    private @Nullable Position unwritten;

    /** Whether the reaction has moved its own checkpoint together with the effect. */
    private boolean alreadyWritten;

    Effect(Reaction reaction, EmissionFeed feed, CheckpointStore checkpoints, Progress progress, RuntimeParts parts) {
        this.reaction = reaction;
        this.feed = feed;
        this.checkpoints = checkpoints;
        this.progress = progress;
        this.parts = parts;
        ownCheckpoints = reaction.ownCheckpoints().isPresent();
    }

    /** What was begun last. */
    Deed deed() {
        return deed;
    }

    /** Where the effect stands; empty if there is no checkpoint. */
    Optional<Position> checkpoint() {
        Position done = progress.done();
        if (done != null) {
            return Optional.of(done);
        }
        deed = Deed.READING_THE_CHECKPOINT;
        Optional<Position> read = checkpoints.read(reaction.reactionId(), feed.queryId());
        deed = Deed.ASKING_THE_FEED;
        return read;
    }

    /** Whether an effect is done whose checkpoint is not. */
    boolean isUnfinished() {
        return unwritten != null;
    }

    void take(Emission emission) {
        inHand = emission;
    }

    void abandon() {
        inHand = null;
    }

    /** Has the effect of the emission in hand, if there is one. */
    boolean handle() throws Exception {
        Emission emission = inHand;
        if (emission == null) {
            return recordGivenUp();
        }
        deed = Deed.HANDLING;
        reaction.handle(emission);
        inHand = null;
        done(emission.position(), ownCheckpoints);
        progress.handled(emission.position());
        return true;
    }

    /** Gives the emission in hand up; its record comes next. */
    void giveUp(int attempts, Throwable failure) {
        Emission emission = Objects.requireNonNull(inHand);
        givenUp = new DeadLetter(
                reaction.reactionId(),
                emission,
                attempts,
                failure,
                parts.clock().instant());
        inHand = null;
    }

    private boolean recordGivenUp() {
        DeadLetter letter = givenUp;
        if (letter == null) {
            deed = Deed.ASKING_THE_FEED;
            return false;
        }
        deed = Deed.RECORDING_THE_DEAD_LETTER;
        Objects.requireNonNull(parts.deadLetters()).record(letter);
        givenUp = null;
        done(letter.emission().position(), false);
        progress.deadLettered(letter);
        return true;
    }

    /** Leaves out everything up to a position. */
    void skipTo(Position position) {
        done(position, false);
    }

    /** Builds the effect from a snapshot. An interrupted build leaves no checkpoint that claims an effect. */
    void build(Bootstrap.Cause cause) throws Exception {
        if (!ownCheckpoints) {
            deed = Deed.WRITING_THE_CHECKPOINT;
            checkpoints.remove(reaction.reactionId(), feed.queryId());
        }
        progress.forget();
        deed = Deed.ASKING_THE_FEED;
        long start = parts.nanoTime().getAsLong();
        try (Snapshot snapshot = feed.readSnapshot()) {
            Position position = snapshot.position();
            long rows = snapshot.rowCount();
            deed = Deed.BOOTSTRAPPING;
            reaction.bootstrap(new Bootstrap(snapshot, cause));
            Duration took = Duration.ofNanos(parts.nanoTime().getAsLong() - start);
            done(position, ownCheckpoints);
            progress.bootstrapped(cause, took, rows);
        }
    }

    private void done(Position position, boolean checkpointToo) {
        unwritten = position;
        alreadyWritten = checkpointToo;
    }

    /** Writes the checkpoint of an effect that is done, if there is one. */
    boolean finish() {
        Position position = unwritten;
        if (position == null) {
            return false;
        }
        deed = Deed.WRITING_THE_CHECKPOINT;
        if (!alreadyWritten) {
            checkpoints.write(reaction.reactionId(), feed.queryId(), position);
        }
        unwritten = null;
        progress.moveTo(position);
        return true;
    }

    /** What is in hand, for messages. */
    String inHandWords() {
        Emission emission = inHand;
        return emission == null ? "" : " at " + emission.position();
    }
}
