package io.afterimage.spi;

import io.afterimage.CorruptStoreException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.StampedLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The records of all queries as last committed. What one group has changed is published at once: whoever has seen one of
 * its records sees the others too (C11a). Reads come from any thread; {@link #publish} from the leader of the
 * {@link WriteQueue} only.
 */
class QueryCatalogue {

    private final Map<String, QueryRecord> records = new ConcurrentHashMap<>();
    private final StampedLock publishing = new StampedLock();
    private volatile int nextNumber = 1;

    QueryCatalogue(StorageEngine engine) {
        load(engine.readQueries());
    }

    final void load(Collection<QueryRecord> found) {
        Map<Integer, String> numbers = new java.util.HashMap<>();
        for (QueryRecord record : found) {
            String other = numbers.put(record.number(), record.queryId());
            if (other != null || record.number() <= 0) {
                throw CorruptStoreException.ofQuery(
                        record.queryId(),
                        "Expected: a number of its own. Found: number " + record.number() + ", also of " + other + ".",
                        null);
            }
        }
        if (found.stream().map(QueryRecord::queryId).distinct().count() != found.size()) {
            throw CorruptStoreException.ofStore(
                    "Expected: one record per query. Found: two of the same query id.", null);
        }
        publish(found);
    }

    /** The query's record; never null, see {@link QueryRecord#unknown}. */
    QueryRecord get(String queryId) {
        QueryRecord record = read(() -> records.get(queryId));
        return record != null ? record : QueryRecord.unknown(queryId);
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

    int nextNumber() {
        return nextNumber;
    }

    void publish(Collection<QueryRecord> changed) {
        long stamp = publishing.writeLock();
        try {
            for (QueryRecord record : changed) {
                records.put(record.queryId(), record);
                if (record.number() >= nextNumber) {
                    nextNumber = record.number() + 1;
                }
            }
        } finally {
            publishing.unlockWrite(stamp);
        }
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
            load(engine.readQueries());
            return super.get(queryId);
        }

        @Override
        Collection<QueryRecord> all() {
            load(engine.readQueries());
            return super.all();
        }
    }
}
