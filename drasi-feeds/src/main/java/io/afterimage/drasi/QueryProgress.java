package io.afterimage.drasi;

import io.afterimage.LiveResultsStore;
import io.afterimage.Position;
import io.afterimage.drasi.ParsedLine.Control;
import io.afterimage.drasi.ParsedLine.Numbered;
import io.afterimage.drasi.ParsedLine.Signal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far one query has come, in the store and in the present input, and what follows from it for the next line. It
 * decides; {@link Ingestion} acts and then tells it. Not thread-safe; one thread at a time.
 */
final class QueryProgress {

    /* The present life: what the store holds, or will hold when everything that waits is committed. */
    private boolean known;
    private boolean blank;
    private long sequence;
    private @Nullable Bootstrap bootstrap;
    private @Nullable RowIdentity identity;

    /* Where the input is: before the present life, in it, or not yet clear. */
    private boolean reached;
    private boolean earlierLife;
    private boolean earlierNumbers;

    /** Reads where the query stands. */
    static QueryProgress of(LiveResultsStore store, String queryId) {
        QueryProgress progress = new QueryProgress();
        Position position = store.position(queryId);
        Map<String, byte[]> sources = store.sourcePositions(queryId);
        progress.known = !position.equals(Position.NONE);
        progress.blank = sources.isEmpty() && store.rowCount(queryId) == 0;
        progress.sequence = position.sequence();
        byte[] storedBootstrap = sources.get(Bootstrap.SOURCE_ID);
        progress.bootstrap = storedBootstrap == null ? null : Bootstrap.decode(storedBootstrap);
        progress.identity = RowIdentity.stored(sources);
        return progress;
    }

    long expectedSequence() {
        return sequence + 1;
    }

    @Nullable
    RowIdentity identity() {
        return identity;
    }

    /** Decides what to do with a line. */
    Verdict judge(Numbered line, boolean gapsAllowed) {
        Signal signal = line instanceof Control control ? control.signal() : Signal.OTHER;
        return switch (signal) {
            case BOOTSTRAP_STARTED -> judgeBootstrap(Bootstrap.of((Control) line));
            case DELETED -> known && !earlierLife && line.sequence() > sequence ? Verdict.DROP : Verdict.DUPLICATE;
            case OTHER -> judgeNumber(line.sequence(), gapsAllowed);
        };
    }

    private Verdict judgeNumber(long number, boolean gapsAllowed) {
        if (earlierLife) {
            return Verdict.DUPLICATE;
        }
        if (number <= sequence) {
            earlierNumbers |= bootstrap != null && number <= bootstrap.sequence();
            return Verdict.DUPLICATE;
        }
        if (number > expectedSequence() && !gapsAllowed) {
            return Verdict.GAP;
        }
        return earlierNumbers && !reached ? Verdict.UNCLEAR : Verdict.COMMIT;
    }

    /*
     * The number alone does not tell a repeated event from a new life, because a new life may start with a lower one. The
     * life remembers the event that began it. Another event is a new life if the input has already reached the present
     * one, because inputs are in order; before that, the time of sending decides, and the number where there is none.
     */
    private Verdict judgeBootstrap(Bootstrap event) {
        if (event.equals(bootstrap)) {
            reached = true;
            earlierLife = false;
            return Verdict.DUPLICATE;
        }
        if (bootstrap != null && !reached && !event.isLaterThan(bootstrap, sequence)) {
            earlierLife = true;
            return Verdict.DUPLICATE;
        }
        return blank && event.sequence() == expectedSequence() ? Verdict.COMMIT : Verdict.RESET;
    }

    /** Takes note of a commit. */
    void committed(Numbered line, @Nullable RowIdentity identityOfRows) {
        known = true;
        blank = false;
        reached = true;
        earlierLife = false;
        sequence = line.sequence();
        identity = identityOfRows;
        if (line instanceof Control control && control.signal() == Signal.BOOTSTRAP_STARTED) {
            bootstrap = Bootstrap.of(control);
        }
    }

    /** Takes note of a reset to the number before a line. */
    void reset(Numbered line) {
        known = true;
        blank = true;
        sequence = line.sequence() - 1;
        identity = null;
        bootstrap = null;
    }

    /** Takes note of a drop. */
    void dropped() {
        known = false;
        blank = true;
        sequence = 0;
        identity = null;
        bootstrap = null;
    }
}
