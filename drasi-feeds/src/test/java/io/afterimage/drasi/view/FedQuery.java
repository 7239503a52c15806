package io.afterimage.drasi.view;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.afterimage.LiveResultsStore;
import io.afterimage.Position;
import io.afterimage.RowCursor;
import io.afterimage.RowSource;
import io.afterimage.Snapshot;
import io.afterimage.drasi.DrasiRow;
import io.afterimage.drasi.GapHealer;
import io.afterimage.drasi.GapHealer.Reason;
import io.afterimage.drasi.QuerySettings;
import io.afterimage.reactions.LiveQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A live query to be healed. */
final class FedQuery implements GapHealer.Patient, AutoCloseable {

    private final LiveResultsStore store;
    private final LiveQuery query;
    private final QuerySettings settings;
    private final long requiredSequence;

    FedQuery(LiveResultsStore store, QuerySettings settings, long requiredSequence) {
        this.store = store;
        this.query = LiveQuery.over(store, settings.queryId()).open();
        this.settings = settings;
        this.requiredSequence = requiredSequence;
    }

    LiveQuery query() {
        return query;
    }

    @Override
    public QuerySettings settings() {
        return settings;
    }

    @Override
    public Reason reason() {
        return Reason.GAP;
    }

    @Override
    public Position position() {
        return query.head();
    }

    @Override
    public long requiredSequence() {
        return requiredSequence;
    }

    @Override
    public Map<String, byte[]> sourcePositions() {
        return query.sourcePositions();
    }

    @Override
    public Position replaceAll(long sequence, RowSource rows, Map<String, byte[]> sourcePositions) {
        return query.replaceAll(new Position(position().generation(), sequence, 0), rows, sourcePositions);
    }

    /** The stored rows as JSON, with the number of copies before those that have several, in no order. */
    List<String> rows() {
        List<String> rows = new ArrayList<>();
        try (Snapshot snapshot = store.readSnapshot(settings.queryId());
                RowCursor cursor = snapshot.cursor()) {
            while (cursor.next()) {
                DrasiRow row = DrasiRow.read(settings.queryId(), cursor.rowSignature(), cursor.copyData());
                rows.add((row.copies() > 1 ? row.copies() + " x " : "") + new String(row.json(), UTF_8));
            }
        }
        return rows;
    }

    @Override
    public void close() {
        query.close();
    }
}
