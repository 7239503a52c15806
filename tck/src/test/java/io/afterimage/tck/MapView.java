package io.afterimage.tck;

import io.afterimage.spi.EngineView;
import io.afterimage.spi.OutboxRecord;
import io.afterimage.spi.QueryRecord;
import io.afterimage.spi.RowChunk;
import io.afterimage.tck.MapData.OutboxKey;
import io.afterimage.tck.MapData.RowKey;
import io.afterimage.tck.MapData.SourceKey;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** One frozen state of a {@link MapEngine}. */
record MapView(MapData data) implements EngineView {

    @Override
    public Optional<QueryRecord> query(int number) {
        return Optional.ofNullable(data.queries().get(number));
    }

    @Override
    public RowScan rows(QueryRecord query, long fromSignature, long toSignature) {
        Iterator<Map.Entry<RowKey, byte[]>> rows =
                range(query, fromSignature, toSignature).entrySet().iterator();
        return new RowScan() {
            @Override
            public void fill(RowChunk chunk) {
                chunk.clear();
                while (chunk.hasRoom() && rows.hasNext()) {
                    Map.Entry<RowKey, byte[]> row = rows.next();
                    chunk.add(row.getKey().rowSignature(), row.getValue(), 0, row.getValue().length);
                }
            }

            @Override
            public void close() {
                // nothing is held
            }
        };
    }

    @Override
    public SignatureScan signatures(QueryRecord query, long fromSignature, long toSignature) {
        Iterator<RowKey> keys =
                range(query, fromSignature, toSignature).keySet().iterator();
        return new SignatureScan() {
            @Override
            public int fill(long[] signatures) {
                int count = 0;
                while (count < signatures.length && keys.hasNext()) {
                    signatures[count++] = keys.next().rowSignature();
                }
                return count;
            }

            @Override
            public void close() {
                // nothing is held
            }
        };
    }

    private SortedMap<RowKey, byte[]> range(QueryRecord query, long fromSignature, long toSignature) {
        int epoch = query.rows().epoch();
        return data.rows()
                .subMap(
                        new RowKey(query.number(), epoch, fromSignature),
                        true,
                        new RowKey(query.number(), epoch, toSignature),
                        true);
    }

    @Override
    public List<OutboxRecord> outbox(QueryRecord query, long fromOrdinal, int maxEntries) {
        return data
                .outbox()
                .subMap(new OutboxKey(query.number(), fromOrdinal), new OutboxKey(query.number() + 1, 0))
                .values()
                .stream()
                .limit(maxEntries)
                .map(entry -> new OutboxRecord(
                        entry.ordinal(),
                        entry.previousSequence(),
                        entry.sequence(),
                        entry.data().clone()))
                .toList();
    }

    @Override
    public Map<String, byte[]> sourcePositions(QueryRecord query) {
        Map<String, byte[]> positions = new TreeMap<>();
        data.sources()
                .subMap(new SourceKey(query.number(), ""), new SourceKey(query.number() + 1, ""))
                .forEach((key, position) -> positions.put(key.sourceId(), position.clone()));
        return positions;
    }

    @Override
    public void close() {
        // nothing is held
    }
}
