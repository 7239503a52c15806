package io.afterimage;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A {@link LiveResultsWriter} that also keeps where the rows stand. One commit moves rows, count, position, source
 * positions and outbox together. Thread-safe; the general errors are those of {@link LiveResultsWriter}.
 *
 * <p>The outbox holds what was committed. Whoever follows it does not learn of {@link #applyMutations} and {@link #clear},
 * which change rows and leave the position where it is: keep to commits on a query whose outbox is followed.
 */
public interface LiveResultsStore extends LiveResultsWriter {

    /**
     * Applies one emission (C10, C11). A refusal by sequence or config is an answer, not an error, and writes nothing.
     *
     * @param commit the emission
     * @return {@link CommitResult.Applied}, {@link CommitResult.Duplicate}, {@link CommitResult.Gap} or
     *     {@link CommitResult.OtherConfig}
     * @throws RefusedException if a row, the outbox entry or the sequence is outside its limits; nothing is written
     */
    default CommitResult commit(ResultCommit commit) {
        return commitAll(List.of(commit)).get(0);
    }

    /**
     * Applies several emissions of any number of queries in one atomic write (C11a). Several of one query follow each
     * other. If one is refused, none is written: its answer says why, and the acceptable ones answer
     * {@link CommitResult.Withheld}. All limits are checked before any sequence, and the sequence before the config, so
     * what was written before answers {@link CommitResult.Duplicate} also under another config.
     *
     * @param commits the emissions, in order
     * @return one answer per commit, in the same order
     * @throws RefusedException if a row, an outbox entry or a sequence is outside its limits; nothing is written
     */
    List<CommitResult> commitAll(List<ResultCommit> commits);

    /**
     * Where the query stands.
     *
     * @param queryId the query (1 to 1,024 UTF-8 bytes)
     * @return the position, {@link Position#NONE} for a query that is unknown or was dropped
     */
    Position position(String queryId);

    /**
     * Where the query's sources resume, as committed with the rows.
     *
     * @param queryId the query (1 to 1,024 UTF-8 bytes)
     * @return fresh copies of the opaque positions by source id, empty for an unknown query
     */
    Map<String, byte[]> sourcePositions(String queryId);

    /**
     * All outbox entries after a position (C12). It reads them into memory; prefer the limited form for long outboxes.
     *
     * @param queryId the query (1 to 1,024 UTF-8 bytes)
     * @param position where the reader stands; a config hash of 0 is not compared
     * @return the entries, or why there are none
     */
    default OutboxRead outboxAfter(String queryId, Position position) {
        return outboxAfter(queryId, position, Integer.MAX_VALUE);
    }

    /**
     * The first outbox entries after a position (C12). The answers are decided in this order:
     *
     * <ol>
     *   <li>{@link OutboxRead.OtherGeneration} if the generations differ; a query that is unknown or was dropped stands
     *       at {@link Position#NONE}
     *   <li>{@link OutboxRead.OtherConfig} if the config hashes differ and neither is 0
     *   <li>{@link OutboxRead.Ahead} or {@link OutboxRead.UpToDate} if the sequence is beyond the head or at it
     *   <li>{@link OutboxRead.Entries} if the outbox reaches back to the sequence, else {@link OutboxRead.Gap}
     * </ol>
     *
     * @param queryId the query (1 to 1,024 UTF-8 bytes)
     * @param position where the reader stands; a config hash of 0 is not compared
     * @param maxEntries how many entries to return at most (1 or more)
     * @return the entries, or why there are none
     * @throws RefusedException if {@code maxEntries} is below 1
     */
    OutboxRead outboxAfter(String queryId, Position position, int maxEntries);

    /**
     * Starts a new life of the query (C14): stored generation + 1, no rows, no outbox, no source positions. Entirely done
     * or not at all, also when the process is killed inside the call; costs the same whatever the number of rows.
     *
     * @param queryId the query (1 to 1,024 UTF-8 bytes); created if unknown
     * @param configHash the identity of the query's definition, 0 = not told
     * @param sequence the sequence the empty state stands at (0 or more)
     * @return the new position
     * @throws RefusedException if an argument is outside its limits; nothing is written
     */
    Position reset(String queryId, long configHash, long sequence);

    /**
     * Replaces all rows by those of a source that stand at a known position (C15). The rows are written aside in bounded
     * memory while readers and writers go on with the old state, then one atomic write flips to them and empties the
     * outbox; source positions are kept within a life and gone in a new one. A failure before the flip leaves the old
     * state, and what was written aside is gone after the next open.
     *
     * @param queryId the query (1 to 1,024 UTF-8 bytes); created if unknown
     * @param at where the rows stand. Generation 0 asks for a new life (stored generation + 1); the current generation
     *     is accepted with a sequence at or above the stored one, and there a config hash of 0 keeps the stored one; a
     *     later generation than any this query had is taken as it is. A dropped query has no current generation
     * @param rows the rows, read once in the calling thread; the last one for a signature wins
     * @return the position the query now stands at
     * @throws RefusedException if {@code at} would rewind the query, at the start or at the flip, or if a row is outside
     *     its limits; the old state stays
     * @throws StoreUnavailableException also if another replacement of the query is under way, on a store that has room
     *     for only one; the old state stays
     */
    default Position replaceAll(String queryId, Position at, RowSource rows) {
        return replaceAll(queryId, at, rows, Map.of());
    }

    /**
     * Replaces all rows, as {@link #replaceAll(String, Position, RowSource)} does, and stores source positions with the
     * same flip: where the source of the rows resumes never stands apart from the rows.
     *
     * @param queryId the query (1 to 1,024 UTF-8 bytes); created if unknown
     * @param at where the rows stand
     * @param rows the rows, read once in the calling thread
     * @param sourcePositions opaque positions by source id; sources that are not named keep theirs within a life
     * @return the position the query now stands at
     * @throws RefusedException as above, or if a source position is outside its limits; the old state stays
     */
    Position replaceAll(String queryId, Position at, RowSource rows, Map<String, byte[]> sourcePositions);

    /**
     * One row.
     *
     * @param queryId the query (1 to 1,024 UTF-8 bytes)
     * @param rowSignature the unsigned 64-bit identity of the row
     * @return a fresh copy of its bytes, empty if it is absent
     */
    Optional<byte[]> row(String queryId, long rowSignature);

    /**
     * Forgets the query: rows, outbox, source positions and position. Its generation is remembered, so that a later life
     * under the same name starts at the stored one + 1 (C14).
     *
     * @param queryId the query (1 to 1,024 UTF-8 bytes)
     * @return true if the query was known
     */
    boolean drop(String queryId);

    /**
     * All queries, at one moment each.
     *
     * @return a new list in the natural order of the query ids as strings, without dropped ones
     */
    List<QuerySummary> queries();

    /**
     * Checks one query from scratch at one moment: recounts its rows, rechecks every checksum, walks its outbox.
     *
     * @param queryId the query (1 to 1,024 UTF-8 bytes)
     * @return what was checked and found; damage is an answer here, not an error
     */
    Verification verify(String queryId);

    /**
     * Checks the whole store: the engine's own structures, then every query.
     *
     * @return one answer for the engine, then one per query in the order of {@link #queries}
     */
    List<Verification> verifyAll();
}
