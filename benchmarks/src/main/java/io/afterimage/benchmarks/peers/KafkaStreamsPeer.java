package io.afterimage.benchmarks.peers;

import io.afterimage.Durability;
import io.afterimage.ResultCommit;
import io.afterimage.RowMutation;
import io.afterimage.RowMutation.Upsert;
import io.afterimage.benchmarks.ReadSum;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.internals.RocksDBStore;
import org.jspecify.annotations.Nullable;
import org.rocksdb.WriteOptions;

/**
 * The RocksDB state store of Kafka Streams: {@code org.apache.kafka:kafka-streams} 4.3.1, on Afterimage's version of RocksDB
 * instead of the 10.1.3 that it names, with which it works. Not thread-safe; one thread at a time.
 *
 * <p>Settings:
 *
 * <ul>
 *   <li>{@code Stores.persistentKeyValueStore} as its supplier makes it, without the layers for metrics, cache and changelog
 *       topic that a topology puts around it. Its context is that of Kafka's {@code kafka-streams-test-utils}.
 *   <li>{@link KafkaStreamsMemory}, a {@code RocksDBConfigSetter} after the guide's chapter on memory. Universal compaction
 *       without compression, Bloom filters and write buffers of 16 MiB are the store's own defaults and stay.
 *   <li>{@code putAll} for each batch. Rows, position and outbox entry are keys of one store with a letter in front, since
 *       {@code putAll} is one write batch today, though its documentation promises no atomicity.
 * </ul>
 *
 * <p>In Kafka Streams the changelog topic is the log, so the store switches RocksDB's own off, and no setting switches it on.
 * For {@code PROCESS_CRASH} and {@code POWER_LOSS} this class switches it on in the store's write options, by reflection, with
 * a sync for the latter: the cheapest way to give this code the durability of the others. {@code NOTHING} is the store as Kafka
 * Streams runs it.
 *
 * <p>A read walks one RocksDB iterator, which is a snapshot, in unsigned order. Not promised: an exact count other than by a
 * scan ({@code approximateNumEntries} is an estimate); a {@code clear}, which is a scan and a delete for each row here, in
 * batches of 1,000 that are not atomic together; a commit of the rows with the offset that Kafka keeps for them.
 */
public final class KafkaStreamsPeer implements Peer {

    private static final byte ROW = 'r';
    private static final byte OUTBOX = 'o';
    private static final Bytes POSITION = Bytes.wrap(new byte[] {'p'});
    private static final int CLEARED_AT_ONCE = 1_000;

    private final StateStoreContext context;
    private final Durability durability;
    private final Map<String, KeyValueStore<Bytes, byte[]>> stores = new HashMap<>();

    private KafkaStreamsPeer(StateStoreContext context, Durability durability) {
        this.context = context;
        this.durability = durability;
    }

    /**
     * Opens the store.
     *
     * @param directory where its files are
     * @param durability what a write survives
     * @return the open store
     */
    public static KafkaStreamsPeer open(Path directory, Durability durability) {
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "benchmark");
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nobody:9092"); // asked for, never connected to
        config.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, KafkaStreamsMemory.class);
        return new KafkaStreamsPeer(
                new MockProcessorContext<>(config, new TaskId(0, 0), directory.toFile()).getStateStoreContext(),
                durability);
    }

    private KeyValueStore<Bytes, byte[]> store(String queryId) {
        return stores.computeIfAbsent(queryId, this::openStore);
    }

    private KeyValueStore<Bytes, byte[]> openStore(String queryId) {
        KeyValueStore<Bytes, byte[]> store =
                Stores.persistentKeyValueStore(queryId).get();
        store.init(context, store);
        if (durability != Durability.NOTHING) {
            writeOptions(store).setDisableWAL(false).setSync(Peer.syncs(durability));
        }
        return store;
    }

    private static WriteOptions writeOptions(KeyValueStore<Bytes, byte[]> store) {
        try {
            Field options = RocksDBStore.class.getDeclaredField("wOptions");
            options.setAccessible(true);
            return (WriteOptions) options.get(store);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("The store of Kafka Streams has no such field. Field: wOptions.", e);
        }
    }

    @Override
    public void apply(String queryId, List<RowMutation> mutations) {
        store(queryId).putAll(entries(mutations));
    }

    @Override
    public void commit(ResultCommit commit) {
        List<KeyValue<Bytes, byte[]>> entries = entries(commit.mutations());
        entries.add(KeyValue.pair(POSITION, bytes(commit.sequence())));
        commit.outboxData().ifPresent(data -> {
            entries.add(KeyValue.pair(key(OUTBOX, commit.sequence()), data));
            if (Peer.trimmedBy(commit) > 0) {
                entries.add(deleted(key(OUTBOX, Peer.trimmedBy(commit))));
            }
        });
        store(commit.queryId()).putAll(entries);
    }

    private static List<KeyValue<Bytes, byte[]>> entries(List<RowMutation> mutations) {
        List<KeyValue<Bytes, byte[]>> entries = new ArrayList<>(mutations.size() + 3);
        for (RowMutation mutation : mutations) {
            Bytes key = key(ROW, mutation.rowSignature());
            entries.add(mutation instanceof Upsert upsert ? KeyValue.pair(key, upsert.data()) : deleted(key));
        }
        return entries;
    }

    /** A null value is how this store spells a delete. */
    @SuppressWarnings("NullAway") // KeyValue is not annotated
    private static KeyValue<Bytes, byte[]> deleted(Bytes key) {
        return KeyValue.pair(key, null);
    }

    @Override
    public long readAll(String queryId) {
        long sum = 0;
        try (KeyValueIterator<Bytes, byte[]> rows = all(ROW, queryId)) {
            while (rows.hasNext()) {
                KeyValue<Bytes, byte[]> row = rows.next(); // in arrays of its own, copied from native memory
                sum += ReadSum.of(ByteBuffer.wrap(row.key.get()).getLong(1), row.value);
            }
        }
        return sum;
    }

    private KeyValueIterator<Bytes, byte[]> all(byte kind, String queryId) {
        return store(queryId).range(key(kind, 0), key(kind, -1));
    }

    @Override
    public byte @Nullable [] row(String queryId, long rowSignature) {
        return store(queryId).get(key(ROW, rowSignature));
    }

    @Override
    public long rowCount(String queryId) {
        return count(ROW, queryId);
    }

    private long count(byte kind, String queryId) {
        long count = 0;
        try (KeyValueIterator<Bytes, byte[]> entries = all(kind, queryId)) {
            while (entries.hasNext()) {
                entries.next();
                count++;
            }
        }
        return count;
    }

    @Override
    public void clear(String queryId) {
        KeyValueStore<Bytes, byte[]> store = store(queryId);
        List<KeyValue<Bytes, byte[]>> deletes = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> rows = all(ROW, queryId)) {
            while (rows.hasNext()) {
                deletes.add(deleted(rows.next().key));
                if (deletes.size() == CLEARED_AT_ONCE) {
                    store.putAll(deletes);
                    deletes.clear();
                }
            }
        }
        store.putAll(deletes);
    }

    @Override
    public long sequence(String queryId) {
        byte[] found = store(queryId).get(POSITION);
        return found == null ? 0 : ByteBuffer.wrap(found).getLong();
    }

    @Override
    public long outboxEntries(String queryId) {
        return count(OUTBOX, queryId);
    }

    private static Bytes key(byte kind, long number) {
        return Bytes.wrap(
                ByteBuffer.allocate(1 + Long.BYTES).put(kind).putLong(number).array());
    }

    private static byte[] bytes(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    @Override
    public void close() {
        stores.values().forEach(KeyValueStore::close);
    }
}
