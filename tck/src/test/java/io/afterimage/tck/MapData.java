package io.afterimage.tck;

import io.afterimage.spi.OutboxRecord;
import io.afterimage.spi.QueryRecord;
import java.util.Comparator;
import java.util.TreeMap;

/** What a {@link MapEngine} stores: four sorted maps. Not thread-safe; one thread at a time. */
record MapData(
        TreeMap<Integer, QueryRecord> queries,
        TreeMap<RowKey, byte[]> rows,
        TreeMap<OutboxKey, OutboxRecord> outbox,
        TreeMap<SourceKey, byte[]> sources) {

    /** Rows of one query and epoch lie together, in unsigned order of their signatures. */
    record RowKey(int query, int epoch, long rowSignature) implements Comparable<RowKey> {

        private static final Comparator<RowKey> ORDER = Comparator.comparingInt(RowKey::query)
                .thenComparing(RowKey::epoch, Integer::compareUnsigned)
                .thenComparing(RowKey::rowSignature, Long::compareUnsigned);

        @Override
        public int compareTo(RowKey other) {
            return ORDER.compare(this, other);
        }
    }

    /** Entries of one query lie together, in the order of their ordinals. */
    record OutboxKey(int query, long ordinal) implements Comparable<OutboxKey> {

        private static final Comparator<OutboxKey> ORDER =
                Comparator.comparingInt(OutboxKey::query).thenComparingLong(OutboxKey::ordinal);

        @Override
        public int compareTo(OutboxKey other) {
            return ORDER.compare(this, other);
        }
    }

    /** Source positions of one query lie together. */
    record SourceKey(int query, String sourceId) implements Comparable<SourceKey> {

        private static final Comparator<SourceKey> ORDER =
                Comparator.comparingInt(SourceKey::query).thenComparing(SourceKey::sourceId);

        @Override
        public int compareTo(SourceKey other) {
            return ORDER.compare(this, other);
        }
    }

    MapData() {
        this(new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
    }

    MapData copy() {
        return new MapData(new TreeMap<>(queries), new TreeMap<>(rows), new TreeMap<>(outbox), new TreeMap<>(sources));
    }
}
