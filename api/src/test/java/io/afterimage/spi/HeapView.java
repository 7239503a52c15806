package io.afterimage.spi;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** A frozen state of a {@link HeapDisk}. */
final class HeapView implements EngineView {

    private final HeapDisk disk;
    private final HeapState state;
    private volatile boolean closed;

    HeapView(HeapDisk disk, HeapState state) {
        this.disk = disk;
        this.state = state;
    }

    private void call(String name) {
        disk.require(!closed, name + " on a closed view");
        disk.call(name);
    }

    @Override
    public Optional<QueryRecord> query(int number) {
        call("query");
        return Optional.ofNullable(state.queries.get(number));
    }

    private Iterator<Map.Entry<Long, byte[]>> walk(QueryRecord query, long from, long to) {
        NavigableMap<Long, byte[]> rows =
                state.rowsOf(query.number(), query.rows().epoch());
        return rows.subMap(from, true, to, true).entrySet().iterator();
    }

    @Override
    public RowScan rows(QueryRecord query, long fromSignature, long toSignature) {
        call("rows");
        Iterator<Map.Entry<Long, byte[]>> walk = walk(query, fromSignature, toSignature);
        Scan scan = new Scan();
        return new RowScan() {
            @Override
            public void fill(RowChunk chunk) {
                scan.read("fillRows");
                chunk.clear();
                while (chunk.hasRoom() && walk.hasNext()) {
                    Map.Entry<Long, byte[]> row = walk.next();
                    chunk.add(row.getKey(), row.getValue(), 0, row.getValue().length);
                }
            }

            @Override
            public void close() {
                scan.close();
            }
        };
    }

    @Override
    public SignatureScan signatures(QueryRecord query, long fromSignature, long toSignature) {
        call("signatures");
        Iterator<Map.Entry<Long, byte[]>> walk = walk(query, fromSignature, toSignature);
        Scan scan = new Scan();
        return new SignatureScan() {
            @Override
            public int fill(long[] signatures) {
                scan.read("fillSignatures");
                int count = 0;
                while (count < signatures.length && walk.hasNext()) {
                    signatures[count++] = walk.next().getKey();
                }
                return count;
            }

            @Override
            public void close() {
                scan.close();
            }
        };
    }

    @Override
    public List<OutboxRecord> outbox(QueryRecord query, long fromOrdinal, int maxEntries) {
        call("outbox");
        return state.outboxOf(query.number()).tailMap(fromOrdinal, true).values().stream()
                .limit(maxEntries)
                .toList();
    }

    @Override
    public Map<String, byte[]> sourcePositions(QueryRecord query) {
        call("sourcePositions");
        return Map.copyOf(state.sources.getOrDefault(query.number(), new TreeMap<>()));
    }

    @Override
    public void close() {
        disk.require(!closed, "a second close of a view");
        closed = true;
        disk.closed("view");
        disk.call("closeView");
    }

    /** What both kinds of scan must keep to. */
    private final class Scan {

        private volatile boolean scanClosed;

        Scan() {
            disk.opened("scan");
        }

        void read(String name) {
            disk.require(!scanClosed, name + " on a closed scan");
            call(name);
        }

        void close() {
            disk.require(!scanClosed, "a second close of a scan");
            disk.require(!closed, "a scan closed after its view");
            scanClosed = true;
            disk.closed("scan");
            disk.call("closeScan");
        }
    }
}
