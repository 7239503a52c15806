package io.afterimage.drasi;

import io.afterimage.Position;
import io.afterimage.RefusedException;
import io.afterimage.RowSource;
import io.afterimage.reactions.LiveQuery;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** One attempt at healing a query. Not thread-safe; one thread at a time. */
final class Healing implements GapHealer.Patient {

    /** What a new life knows of the one before, unless it is told anew. */
    private static final Set<String> KEPT = Set.of(RowIdentity.SOURCE_ID, Bootstrap.SOURCE_ID);

    private final QuerySettings settings;
    private final LiveQuery query;
    private final GapHealer.Reason reason;
    private final long requiredSequence;
    private boolean replaced;

    Healing(QuerySettings settings, LiveQuery query, GapHealer.Reason reason, long requiredSequence) {
        this.settings = settings;
        this.query = query;
        this.reason = reason;
        this.requiredSequence = requiredSequence;
    }

    void attempt() {
        GapHealer healer = settings.healer();
        if (healer != null) {
            healer.heal(this);
        }
    }

    /** Whether the rows were replaced, whatever the attempt came to afterwards. */
    boolean replaced() {
        return replaced;
    }

    @Override
    public QuerySettings settings() {
        return settings;
    }

    @Override
    public GapHealer.Reason reason() {
        return reason;
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
        if (sequence < requiredSequence) {
            throw new RefusedException("The rows are too old to heal the query. Query: " + settings.queryId()
                    + ". Expected: sequence " + requiredSequence + " or more. Found: sequence " + sequence
                    + ". Next: try again when they are newer.");
        }
        Position head = query.head();
        boolean sameLife = reason != GapHealer.Reason.REGRESSION && sequence >= head.sequence();
        Map<String, byte[]> beside = new TreeMap<>(query.sourcePositions());
        beside.keySet().retainAll(KEPT);
        beside.putAll(sourcePositions);
        Position now = query.replaceAll(new Position(sameLife ? head.generation() : 0, sequence, 0), rows, beside);
        replaced = true;
        return now;
    }
}
