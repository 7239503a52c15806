package io.afterimage.spi;

import io.afterimage.AfterimageException;
import io.afterimage.OutcomeUnknownException;
import io.afterimage.Position;
import io.afterimage.RefusedException;
import io.afterimage.ResultCommit;
import io.afterimage.Retention;
import io.afterimage.RowMutation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Some requests on their way into one atomic engine batch: the queries as they will be, and the operations that make them
 * so. Nothing of it is visible to anyone until the engine has committed. Confined to the thread that leads the
 * {@link WriteQueue}.
 */
final class WriteGroup implements AutoCloseable {

    private static final int TRIM_AT_ONCE = 64;

    private final StorageEngine engine;
    private final QueryCatalogue catalogue;
    private final CountIndex countIndex;
    private final Map<String, QueryRecord> changed = new LinkedHashMap<>();
    /** Records whose rows are no longer those of their query. */
    private final List<QueryRecord> left = new ArrayList<>();

    private @Nullable EngineBatch batch;
    /** Numbers given to queries that had none, also to those that are not put in the end. */
    private final Map<String, Integer> numbers = new HashMap<>();

    private long nextNumber;
    private boolean moreRowsToReclaim;
    private boolean requestHasPut;
    private boolean committed;

    WriteGroup(StorageEngine engine, QueryCatalogue catalogue, CountIndex countIndex) {
        this.engine = engine;
        this.catalogue = catalogue;
        this.countIndex = countIndex;
        this.nextNumber = catalogue.nextNumber();
    }

    /** The query as it will be after the requests planned so far. */
    QueryRecord current(String queryId) {
        QueryRecord record = changed.get(queryId);
        return record != null ? record : catalogue.get(queryId);
    }

    /** The same with a number of its own, so that something can be stored under it. */
    QueryRecord numbered(String queryId) {
        QueryRecord record = current(queryId);
        return record.number() != 0 ? record : record.numbered(numbers.computeIfAbsent(queryId, this::newNumber));
    }

    private int newNumber(String queryId) {
        if (nextNumber > Integer.MAX_VALUE) {
            throw new RefusedException(
                    "The store has no number left for another query. Query: " + queryId
                            + ". Expected: up to " + Integer.MAX_VALUE
                            + " queries in the store's life, dropped ones included. Next: copy its queries into a fresh store.");
        }
        return (int) nextNumber++;
    }

    /** The same, brought to life if it is not. */
    QueryRecord live(String queryId) {
        QueryRecord record = numbered(queryId);
        return record.dropped() ? record.revived() : record;
    }

    /** Refuses a query that would need a number or a life after the last one. */
    void requireLivable(String queryId) {
        live(queryId);
    }

    /** Marks where the next request begins, see {@link #requestHasPut}. */
    void beginRequest() {
        requestHasPut = false;
    }

    /** Whether the request that began last has put anything into the batch. */
    boolean requestHasPut() {
        return requestHasPut;
    }

    EngineBatch batch() {
        requestHasPut = true;
        EngineBatch open = batch;
        if (open == null) {
            open = engine.newBatch();
            batch = open;
        }
        return open;
    }

    void put(QueryRecord record) {
        batch().putQuery(record);
        QueryRecord before = current(record.queryId());
        if (before.number() != 0 && (before.rows().epoch() != record.rows().epoch() || record.dropped())) {
            left.add(before);
        }
        changed.put(record.queryId(), record);
    }

    void prepareRows(QueryRecord record, List<? extends RowMutation> mutations) {
        countIndex.prepare(record, mutations);
    }

    /** Writes the rows and gives the record with their exact count; the record itself is not yet put. */
    QueryRecord applyRows(QueryRecord record, List<? extends RowMutation> mutations) {
        if (mutations.isEmpty()) {
            return record;
        }
        EngineBatch into = batch();
        QueryRecord.Rows rows = record.rows();
        SignatureIndex index = countIndex.forWriting(record);
        long count = rows.count();
        long membership = rows.membership();
        for (RowMutation mutation : mutations) {
            long signature = mutation.rowSignature();
            if (mutation instanceof RowMutation.Upsert upsert) {
                into.putRow(record.number(), rows.epoch(), signature, upsert.data());
                if (index.add(signature)) {
                    count++;
                    membership += Checksums.ofMember(signature);
                }
            } else if (index.remove(signature)) {
                into.deleteRow(record.number(), rows.epoch(), signature);
                count--;
                membership -= Checksums.ofMember(signature);
            }
        }
        return record.with(
                new QueryRecord.Rows(rows.epoch(), rows.nextEpoch(), rows.reclaimedEpoch(), count, membership));
    }

    /** Writes everything an accepted commit carries and puts the record. */
    QueryRecord applyCommit(ResultCommit commit, Retention storeRetention) {
        QueryRecord before = live(commit.queryId());
        QueryRecord record = applyRows(before, commit.mutations());
        record = record.with(appendOutbox(before, commit, commit.retention().orElse(storeRetention)));
        commit.sourcePositions()
                .forEach((sourceId, position) -> batch().putSourcePosition(before.number(), sourceId, position));
        Position at = before.position();
        record = record.at(new Position(
                at.generation(), commit.sequence(), commit.configHash().orElse(at.configHash())));
        put(record);
        return record;
    }

    private QueryRecord.Outbox appendOutbox(QueryRecord record, ResultCommit commit, Retention retention) {
        QueryRecord.Outbox before = record.outbox();
        if (commit.outboxData().isEmpty()) {
            return before.emptied(); // the log would have a hole here, so nothing older is of use any more
        }
        batch().putOutbox(
                        record.number(),
                        new OutboxRecord(
                                before.next(),
                                record.position().sequence(),
                                commit.sequence(),
                                commit.outboxData().get()));
        QueryRecord.Outbox after = before.appended(retention);
        long trimmed = after.first() - before.first();
        if (trimmed == 0 || trimmed > TRIM_AT_ONCE) {
            return after; // a long piece is left to the reclaimer, so that the cost does not depend on the capacity
        }
        batch().deleteOutbox(record.number(), before.first(), after.first());
        return before.reclaimed() == before.first()
                ? new QueryRecord.Outbox(after.first(), after.next(), after.first())
                : after;
    }

    /** Starts a life at a position, without rows, outbox and source positions. */
    Position reset(String queryId, long configHash, long sequence) {
        QueryRecord before = numbered(queryId);
        Position at = new Position(before.nextGeneration(), sequence, configHash);
        QueryRecord after = before.emptied().at(at);
        batch().deleteSourcePositions(before.number());
        put(after);
        return at;
    }

    /** Removes the rows; the position stays. */
    boolean clear(String queryId) {
        QueryRecord before = current(queryId);
        if (before.rows().count() == 0) {
            return false;
        }
        put(before.with(before.rows().emptied()));
        return true;
    }

    /** Forgets the query but for its generation; true if it was known. */
    boolean drop(String queryId) {
        QueryRecord before = current(queryId);
        if (before.dropped()) {
            return false;
        }
        QueryRecord after = before.droppedNow();
        batch().deleteSourcePositions(before.number());
        put(after);
        return true;
    }

    /** Takes over the count index of rows that were loaded under an epoch that nobody sees. */
    boolean adopt(QueryRecord aside, SignatureIndexBuilder signatures) {
        countIndex.adopt(aside.number(), aside.rows().epoch(), signatures);
        return true;
    }

    /** How much more memory the count index may take. */
    long countIndexRoomBytes() {
        return countIndex.roomBytes();
    }

    /** Ends the count index of rows that were written aside in vain. */
    boolean abandon(int query, int epoch) {
        countIndex.retire(query, epoch);
        return true;
    }

    /** Deletes a piece of what the query no longer shows; true if more is left that may be deleted now. */
    boolean reclaim(String queryId, Replacement.InProgress inProgress) {
        QueryRecord before = current(queryId);
        if (!before.leavesGarbage()) {
            return false;
        }
        QueryRecord.Outbox outbox = reclaimOutbox(before);
        QueryRecord.Rows rows = reclaimRows(before, inProgress);
        QueryRecord after = before.with(outbox).with(rows);
        if (!after.equals(before)) {
            put(after);
        }
        return outbox.reclaimed() < outbox.first() || moreRowsToReclaim;
    }

    private QueryRecord.Outbox reclaimOutbox(QueryRecord record) {
        QueryRecord.Outbox outbox = record.outbox();
        if (outbox.reclaimed() == outbox.first()) {
            return outbox;
        }
        long reclaimed = batch().deleteOutbox(record.number(), outbox.reclaimed(), outbox.first());
        return new QueryRecord.Outbox(outbox.first(), outbox.next(), reclaimed);
    }

    /** Epochs before the visible one and, unless rows are being written aside, after it. */
    private QueryRecord.Rows reclaimRows(QueryRecord record, Replacement.InProgress inProgress) {
        QueryRecord.Rows rows = record.rows();
        int number = record.number();
        int reclaimed = rows.reclaimedEpoch();
        int next = rows.nextEpoch();
        moreRowsToReclaim = false;
        int upTo = inProgress.leastEpoch(record.queryId(), rows.epoch());
        if (Integer.compareUnsigned(reclaimed, upTo) < 0 && deletesAll(number, reclaimed, upTo)) {
            reclaimed = upTo;
        }
        int after = rows.epoch() + 1;
        if (next != after && !inProgress.isUnderWay(record.queryId()) && deletesAll(number, after, next)) {
            for (int epoch = after; epoch != next; epoch++) {
                countIndex.retire(number, epoch); // the epochs will be given out again
            }
            next = after;
        }
        return new QueryRecord.Rows(rows.epoch(), next, reclaimed, rows.count(), rows.membership());
    }

    private boolean deletesAll(int number, int fromEpoch, int toEpoch) {
        boolean all = batch().deleteEpochs(number, fromEpoch, toEpoch);
        moreRowsToReclaim |= !all;
        return all;
    }

    /** The queries as they are once {@link #commit} has returned. */
    Collection<QueryRecord> changed() {
        return changed.values();
    }

    /**
     * Makes it all durable and visible, or throws and leaves everything as it was, or throws that nobody knows. In the
     * last case the announcement stays: should a reader meet the records in the engine after all, they are published.
     */
    void commit() {
        catalogue.announce(changed);
        try {
            if (batch != null) {
                batch.commit();
            }
            committed = true;
            left.forEach(
                    record -> countIndex.retire(record.number(), record.rows().epoch()));
            countIndex.committed();
            catalogue.publish(changed.values());
        } catch (OutcomeUnknownException e) {
            throw e;
        } catch (AfterimageException e) {
            catalogue.withdraw();
            throw e;
        } catch (RuntimeException | Error e) {
            throw new OutcomeUnknownException(
                    "A write failed in an unforeseen way. Found: " + e + ". Next: reopen the store.", e);
        }
    }

    void rollBack() {
        countIndex.rolledBack();
    }

    @Override
    public void close() {
        if (batch == null) {
            return;
        }
        try {
            batch.close();
        } catch (AfterimageException e) {
            if (committed) { // its own promise, maybe that nothing was written, would be wrong by now
                throw new OutcomeUnknownException(
                        "A write was committed and could not be ended. Found: " + e + ". Next: reopen the store.", e);
            }
            throw e;
        }
    }
}
