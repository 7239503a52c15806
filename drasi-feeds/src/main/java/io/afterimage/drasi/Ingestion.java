package io.afterimage.drasi;

import io.afterimage.LiveResultsStore;
import io.afterimage.RefusedException;
import io.afterimage.ResultCommit;
import io.afterimage.RowMutation;
import io.afterimage.drasi.ParsedLine.Control;
import io.afterimage.drasi.ParsedLine.Emission;
import io.afterimage.drasi.ParsedLine.Numbered;
import io.afterimage.drasi.ParsedLine.Signal;
import io.afterimage.reactions.RowDiff;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Applies lines to a store, each at most once: what the store holds already is skipped, and nothing is applied after a
 * hole. It may be killed at any moment and run again over the same lines. Not thread-safe; one thread at a time.
 */
public final class Ingestion {

    /** What to do where numbers are missing. */
    public enum Gaps {
        /** Stop. */
        REFUSED,
        /** Go on after them. */
        ALLOWED
    }

    private final LiveResultsStore store;
    private final PendingCommits pending;
    private final LineParser parser;
    private final IdentityRule rule;
    private final Gaps gaps;
    private final Map<String, QueryProgress> queries = new TreeMap<>();
    private long duplicates;
    private long dropped;
    private long absentRows;

    /**
     * Prepares to apply lines.
     *
     * @param store where to; not closed here
     * @param wantedQuery the only query that is wanted, null for all; see {@link LineParser}
     * @param rule which identity rows are given
     * @param gaps what to do where numbers are missing
     */
    public Ingestion(LiveResultsStore store, @Nullable String wantedQuery, IdentityRule rule, Gaps gaps) {
        this.store = store;
        this.pending = new PendingCommits(store);
        this.parser = new LineParser(wantedQuery);
        this.rule = rule;
        this.gaps = gaps;
    }

    /**
     * Applies a line, now or together with later ones.
     *
     * @param number the line's number, for messages
     * @param line one JSON document in UTF-8; not changed afterwards
     * @throws UnusableLineException if it, or one that was waiting, cannot be applied; also, with that as its cause, at a
     *     {@link KeyCollisionException}
     * @throws MissingEmissionsException if emissions are missing before it
     */
    public void apply(long number, byte[] line) {
        try {
            if (parser.parse(line) instanceof Numbered numbered) {
                apply(number, numbered);
            }
        } catch (UnusableLineException e) {
            throw e.atLine(number);
        } catch (RefusedException | KeyCollisionException e) {
            throw new UnusableLineException(String.valueOf(e.getMessage()), e).atLine(number);
        }
    }

    private void apply(long number, Numbered line) {
        QueryProgress query = queries.computeIfAbsent(line.queryId(), id -> QueryProgress.of(store, id));
        switch (query.judge(line, gaps == Gaps.ALLOWED)) {
            case COMMIT -> commit(number, line, query);
            case RESET -> {
                pending.write();
                store.reset(line.queryId(), 0, line.sequence() - 1);
                query.reset(line);
                commit(number, line, query);
            }
            case DROP -> {
                pending.write();
                store.drop(line.queryId());
                query.dropped();
                dropped++;
            }
            case DUPLICATE -> duplicates++;
            case GAP ->
                throw new MissingEmissionsException(line.queryId(), query.expectedSequence(), line.sequence(), number);
            case UNCLEAR ->
                throw new UnusableLineException(
                        "It is next by its number, but the lines before it belong to"
                                + " an earlier life of the query. Query: " + line.queryId() + ". Sequence: "
                                + line.sequence()
                                + ". Next: begin the input with the bootstrapStarted of the present life, or after what is stored.");
        }
    }

    private void commit(long number, Numbered line, QueryProgress query) {
        List<RowMutation> mutations = List.of();
        RowIdentity identity = query.identity();
        if (line instanceof Emission emission) {
            EmissionDiffs result = EmissionDiffs.of(emission, rule, identity, pending.rows());
            mutations = result.diffs().stream().map(RowDiff::mutation).toList();
            identity = result.identity();
            absentRows += result.absent();
        }
        ResultCommit.Builder commit = ResultCommit.of(line.queryId(), line.sequence(), mutations);
        if (gaps == Gaps.ALLOWED) {
            commit.allowGaps();
        }
        if (identity != null && !identity.equals(query.identity())) {
            commit.sourcePosition(RowIdentity.SOURCE_ID, identity.encode());
        }
        if (line instanceof Control control && control.signal() == Signal.BOOTSTRAP_STARTED) {
            commit.sourcePosition(Bootstrap.SOURCE_ID, Bootstrap.of(control).encode());
        }
        query.committed(line, identity);
        pending.add(commit.build(), number);
    }

    /**
     * Writes what waits to be written together.
     *
     * @throws UnusableLineException if the store refuses a line; it names the line
     */
    public void flush() {
        pending.write();
    }

    /**
     * How many lines were applied.
     *
     * @return the number, without those that still wait
     */
    public long applied() {
        return pending.applied() + dropped;
    }

    /**
     * How many lines were skipped, because they were applied before.
     *
     * @return the number
     */
    public long duplicates() {
        return duplicates;
    }

    /**
     * How many changes were to rows without signatures that the store did not hold: a sign that the input begins in the
     * middle of a query's life, or that the store has drifted from it.
     *
     * @return the number
     */
    public long absentRows() {
        return absentRows;
    }

    /**
     * The queries that had a line.
     *
     * @return their ids, in order
     */
    public Set<String> queries() {
        return queries.keySet();
    }
}
