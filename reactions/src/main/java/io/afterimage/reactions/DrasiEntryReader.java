package io.afterimage.reactions;

import io.afterimage.Position;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Walks one outbox entry of Drasi. A record is an array of its fields in order, or a map from their names to them; in both
 * forms optional fields may be left out. Used once, by one thread.
 */
final class DrasiEntryReader {

    private static final List<String> FIELDS =
            List.of("query_id", "sequence", "timestamp", "results", "metadata", "profiling");
    private static final int OPTIONAL_FIELDS = 1;

    private final String queryId;
    private final Position position;
    private final MessagePackReader in;

    private String foundQuery = "";
    private long foundSequence;
    private Instant timestamp = Instant.EPOCH;
    private final List<RowDiff> diffs = new ArrayList<>();
    private final Map<String, String> metadata = new HashMap<>();

    DrasiEntryReader(String queryId, Position position, byte[] data) {
        this.queryId = queryId;
        this.position = position;
        in = new MessagePackReader(data);
    }

    Emission read() {
        if (in.nextIsArray()) {
            readArray();
        } else {
            readMap();
        }
        in.expectEnd();
        if (!foundQuery.equals(queryId)) {
            throw new UnexpectedBytesException("the entry of query " + foundQuery);
        }
        if (foundSequence != 0 && foundSequence != position.sequence()) { // 0 is what an old entry leaves out
            throw new UnexpectedBytesException("the entry of sequence " + Long.toUnsignedString(foundSequence));
        }
        return new Emission(queryId, position, timestamp, diffs, metadata);
    }

    private void readArray() {
        int length = in.arrayLength();
        if (length > FIELDS.size() || length < FIELDS.size() - OPTIONAL_FIELDS) {
            throw new UnexpectedBytesException("an entry of " + length + " fields");
        }
        FIELDS.subList(0, length).forEach(this::readField);
    }

    private void readMap() {
        for (int left = in.mapLength(); left > 0; left--) {
            readField(in.text());
        }
    }

    private void readField(String name) {
        switch (name) {
            case "query_id" -> foundQuery = in.text();
            case "sequence" -> foundSequence = in.unsigned();
            case "timestamp" -> timestamp = OffsetDateTime.parse(in.text()).toInstant();
            case "results" -> readDiffs();
            case "metadata" -> readMetadata();
            default -> in.skip();
        }
    }

    private void readDiffs() {
        String where = "Query: " + queryId + ". Sequence: " + position.sequence() + ".";
        for (int left = in.arrayLength(); left > 0; left--) {
            new DrasiDiffReader(in, where).read().ifPresent(diffs::add);
        }
    }

    private void readMetadata() {
        for (int left = in.mapLength(); left > 0; left--) {
            metadata.put(in.text(), in.textOrJson());
        }
    }
}
