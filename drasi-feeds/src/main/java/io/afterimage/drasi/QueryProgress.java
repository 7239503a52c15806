package io.afterimage.drasi;

import io.afterimage.LiveResultsStore;
import io.afterimage.Position;
import io.afterimage.drasi.ParsedLine.Control;
import io.afterimage.drasi.ParsedLine.Numbered;
import io.afterimage.drasi.ParsedLine.Signal;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far one query has come, in the store and in the present input, and what follows from it for the next line. It
 * decides; {@link Ingestion} or {@code FedQuery} acts and then tells it. Not thread-safe; one thread at a time.
 */
final class QueryProgress {

    /* The present life: what the store holds, or will hold when everything that waits is committed. */
    private boolean known;
    private boolean blank;
    private long sequence;
    private @Nullable Bootstrap bootstrap;
    private @Nullable RowIdentity identity;

    /* Where the input is: before the present life, in it, or not yet clear. Known only of inputs that are in order. */
    private final boolean ordered;
    private boolean reached;
    private boolean earlierLife;
    private boolean earlierNumbers;

    private QueryProgress(boolean ordered) {
        this.ordered = ordered;
    }

    /** Reads where the query stands, for an input that is in order. */
    static QueryProgress of(LiveResultsStore store, String queryId) {
        return read(new QueryProgress(true), store, queryId);
    }

    /** Reads where the query stands, for events of which any may come again at any time. */
    static QueryProgress ofUnordered(LiveResultsStore store, String queryId) {
        return read(new QueryProgress(false), store, queryId);
    }

    /** Knows nothing of any query. */
    static QueryProgress unread() {
        return new QueryProgress(false);
    }

    private static QueryProgress read(QueryProgress progress, LiveResultsStore store, String queryId) {
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

    /** The last number of the present life. */
    long sequence() {
        return sequence;
    }

    long expectedSequence() {
        return sequence + 1;
    }

    /** Whether nothing has happened in the present life. */
    boolean blank() {
        return blank;
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
            case DELETED -> judgeDeleted((Control) line);
            case OTHER -> judgeNumber(line.sequence(), gapsAllowed);
        };
    }

    private Verdict judgeDeleted(Control event) {
        boolean over = ordered ? earlierLife : isOfEarlierLife(event.sourceTimeMs());
        return known && !over && event.sequence() > sequence ? Verdict.DROP : Verdict.DUPLICATE;
    }

    /** Whether something was sent before the present life began, as far as that is known. */
    boolean isOfEarlierLife(@Nullable Long sourceTimeMs) {
        Long begin = bootstrap == null ? null : bootstrap.sourceTimeMs();
        return begin != null && sourceTimeMs != null && sourceTimeMs < begin;
    }

    /** The same of a moment, which may be one that milliseconds cannot count. */
    boolean isOfEarlierLife(Instant published) {
        Long begin = bootstrap == null ? null : bootstrap.sourceTimeMs();
        return begin != null && published.isBefore(Instant.ofEpochMilli(begin));
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
            reached = ordered;
            earlierLife = false;
            return Verdict.DUPLICATE;
        }
        if (bootstrap != null && !reached && !event.isLaterThan(bootstrap, sequence)) {
            earlierLife = ordered;
            return Verdict.DUPLICATE;
        }
        return blank && event.sequence() == expectedSequence() ? Verdict.COMMIT : Verdict.RESET;
    }

    /** Takes note of a commit. */
    void committed(Numbered line, @Nullable RowIdentity identityOfRows) {
        known = true;
        blank = false;
        reached = ordered;
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
