package io.afterimage.spi;

import io.afterimage.CorruptStoreException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.StampedLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The records of all queries as last committed. What one group has changed is published at once: whoever has seen one of
 * its records sees the others too (C11a). Reads come from any thread; {@link #announce}, {@link #publish} and
 * {@link #withdraw} from the leader of the {@link WriteQueue} only.
 *
 * <p>Between the engine's commit and the publishing there is a moment in which a fresh view of the engine is ahead of the
 * records here. A reader who would notice publishes the announced records himself, see {@link #catchUp}: nobody who has
 * seen the later state is shown the earlier one after it.
 */
class QueryCatalogue {

    private final Map<String, QueryRecord> records = new ConcurrentHashMap<>();
    private final StampedLock publishing = new StampedLock();
    /** What is on its way into the engine; replaced, never changed. */
    private volatile Map<String, QueryRecord> announced = Map.of();

    private final AtomicLong publications = new AtomicLong();
    /** A long, so that it can stand behind the last number there is. */
    private volatile long nextNumber = 1;

    QueryCatalogue(StorageEngine engine) {
        publish(checked(engine.readQueries()));
    }

    private static Collection<QueryRecord> checked(Collection<QueryRecord> found) {
        Map<Integer, String> numbers = new HashMap<>();
        Set<String> queryIds = new HashSet<>();
        for (QueryRecord record : found) {
            String other = numbers.put(record.number(), record.queryId());
            if (other != null || record.number() <= 0) {
                throw CorruptStoreException.ofQuery(
                        record.queryId(),
                        "Expected: a number of its own. Found: number " + record.number() + ", also of " + other + ".",
                        null);
            }
            if (!queryIds.add(record.queryId())) {
                throw CorruptStoreException.ofQuery(
                        record.queryId(), "Expected: one record. Found: two of them.", null);
            }
        }
        return found;
    }

    /** The query's record; never null, see {@link QueryRecord#unknown}. */
    QueryRecord get(String queryId) {
        QueryRecord record = read(() -> records.get(queryId));
        return record != null ? record : QueryRecord.unknown(queryId);
    }

    /**
     * The number under which a view may hold a record of the query: the one that a write under way gives it, if it has none
     * yet, otherwise its own. A view may hold another query's record there, should that write not have come to be.
     */
    int numberOf(String queryId) {
        QueryRecord coming = announced.get(queryId); // before the record, which is published before this is forgotten
        int known = get(queryId).number();
        return known == 0 && coming != null ? coming.number() : known;
    }

    /** All records, also of dropped queries. */
    Collection<QueryRecord> all() {
        return read(() -> List.copyOf(records.values()));
    }

    private <T extends @Nullable Object> T read(Supplier<T> reading) {
        long stamp = publishing.tryOptimisticRead();
        T found = reading.get();
        if (publishing.validate(stamp)) {
            return found;
        }
        stamp = publishing.readLock();
        try {
            return reading.get();
        } finally {
            publishing.unlockRead(stamp);
        }
    }

    /** How often something was published; taken before a view is opened, for {@link #catchUp}. */
    long publications() {
        return publications.get();
    }

    /** Whether a write to the query is under way. To be asked before {@link #get}, where both matter. */
    boolean isAnnounced(String queryId) {
        return announced.containsKey(queryId);
    }

    /** Names what is about to be committed to the engine. */
    void announce(Map<String, QueryRecord> changed) {
        announced = changed;
    }

    /** What was announced is certainly not in the engine. */
    void withdraw() {
        announced = Map.of();
    }

    /**
     * Makes sure that what a view shows is published.
     *
     * @param seen the query's record in the view
     * @param publicationsBefore {@link #publications} before the view was opened
     * @return false if it cannot be told whether the view shows what is announced; then take a new one
     */
    boolean catchUp(QueryRecord seen, long publicationsBefore) {
        if (!seen.equals(announced.get(seen.queryId()))) {
            return true;
        }
        long stamp = publishing.writeLock();
        try {
            Map<String, QueryRecord> onTheWay = announced;
            if (!seen.equals(onTheWay.get(seen.queryId())) || seen.equals(records.get(seen.queryId()))) {
                return true;
            }
            if (publications.get() != publicationsBefore) {
                return false; // the view may be older than what is published, and resemble the next state by chance
            }
            put(onTheWay.values());
            return true;
        } finally {
            publishing.unlockWrite(stamp);
        }
    }

    /** The number that the next new query will have; beyond {@link Integer#MAX_VALUE} once all are used up. */
    long nextNumber() {
        return nextNumber;
    }

    void publish(Collection<QueryRecord> changed) {
        long stamp = publishing.writeLock();
        try {
            put(changed);
        } finally {
            publishing.unlockWrite(stamp);
        }
    }

    private void put(Collection<QueryRecord> changed) {
        for (QueryRecord record : changed) {
            records.put(record.queryId(), record);
            nextNumber = Math.max(nextNumber, record.number() + 1L);
        }
        publications.incrementAndGet();
        announced = Map.of();
    }

    /** The catalogue of a reader beside a writer: asks the engine every time, for the writer moves on. */
    static final class OfReader extends QueryCatalogue {

        private final StorageEngine engine;

        OfReader(StorageEngine engine) {
            super(engine);
            this.engine = engine;
        }

        @Override
        QueryRecord get(String queryId) {
            return all().stream()
                    .filter(record -> record.queryId().equals(queryId))
                    .findAny()
                    .orElseGet(() -> QueryRecord.unknown(queryId));
        }

        @Override
        Collection<QueryRecord> all() {
            return checked(engine.readQueries());
        }
    }
}
