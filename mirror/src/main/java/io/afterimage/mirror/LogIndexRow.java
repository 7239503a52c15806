package io.afterimage.mirror;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * What retention needs to know of an entry of the event log without reading it. Immutable.
 *
 * @param appliedAt when its batch was decided
 * @param events how many events it holds, by resource
 */
record LogIndexRow(Instant appliedAt, Map<String, Long> events) {

    private static final int FORMAT_VERSION = 1;

    /** How many numbers the entry takes, which is what retention counts. */
    long width() {
        return Math.max(1, events.values().stream().mapToLong(Long::longValue).sum());
    }

    static LogIndexRow of(LogEntry entry) {
        Map<String, Long> events = new TreeMap<>();
        entry.events().forEach(event -> events.merge(event.resource(), 1L, Long::sum));
        return new LogIndexRow(entry.appliedAt(), events);
    }

    byte[] encode() {
        FieldWriter fields =
                new FieldWriter(FORMAT_VERSION).putMoment(appliedAt).putCount(events.size());
        events.forEach((resource, count) -> fields.putText(resource).putCount(count));
        return fields.toBytes();
    }

    static LogIndexRow decode(long sequence, byte[] row) {
        FieldReader fields = BucketCodec.reader(MirrorQueries.LOG, sequence, row, FORMAT_VERSION);
        Instant appliedAt = fields.getMoment();
        Map<String, Long> events = new TreeMap<>();
        for (int left = fields.getSize(); left > 0; left--) {
            events.put(fields.getText(), fields.getCount());
        }
        fields.end();
        return new LogIndexRow(appliedAt, events);
    }
}
