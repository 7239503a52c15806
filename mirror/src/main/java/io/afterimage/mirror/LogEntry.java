package io.afterimage.mirror;

import io.afterimage.OutboxEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/**
 * One entry of the event log: a batch or a piece of a large one. Its outbox sequence is the number of its last event; an
 * entry without events takes one number of its own. Immutable.
 *
 * @param appliedAt when the batch was decided
 * @param events what became of its deltas, in order and under numbers without holes
 * @param registered the resources that came into being with it
 * @param cursors where sources resume after it
 */
record LogEntry(Instant appliedAt, List<LoggedEvent> events, List<String> registered, List<CursorUpdate> cursors) {

    private static final int FORMAT_VERSION = 1;
    private static final int APPLIED = 1;
    private static final int DELETE = 2;
    private static final int MERGED = 4;
    private static final int KNOWN_FLAGS = APPLIED | DELETE | MERGED;

    /**
     * One event with its payloads unread.
     *
     * @param merged the payload that was stored, empty where it is the delta's own
     */
    record LoggedEvent(
            String resource,
            String recordId,
            DeltaOp op,
            byte[] payload,
            Instant occurredAt,
            Provenance provenance,
            boolean applied,
            String decision,
            long version,
            byte[] merged) {

        /** About as many bytes as it takes in the log. */
        int size() {
            return payload.length + merged.length + 3 * (resource.length() + recordId.length()) + 64;
        }

        /** The record as the event left it, if it was applied and is an upsert. */
        StoredRecord record(Instant appliedAt) {
            return new StoredRecord(
                    recordId,
                    merged.length > 0 ? merged : payload,
                    provenance.source(),
                    appliedAt,
                    provenance.confidence(),
                    version,
                    occurredAt);
        }

        /** What the event left of the record, if it was applied and is a delete. */
        Tombstone tombstone(Instant appliedAt) {
            return new Tombstone(
                    resource, recordId, provenance.source(), appliedAt, provenance.confidence(), version, occurredAt);
        }

        MirrorEvent at(long sequence, Instant appliedAt) {
            JsonNode content =
                    op == DeltaOp.DELETE ? NullNode.getInstance() : PayloadCodec.decode(MirrorQueries.LOG, payload);
            return new MirrorEvent(
                    sequence,
                    FieldReader.fitting(
                            MirrorQueries.LOG,
                            "event " + sequence,
                            () -> new Delta(resource, recordId, op, content, occurredAt, provenance)),
                    appliedAt,
                    applied,
                    decision,
                    version,
                    merged.length == 0
                            ? Optional.empty()
                            : Optional.of(PayloadCodec.decode(MirrorQueries.LOG, merged)));
        }
    }

    /** How many numbers it takes. */
    long width() {
        return Math.max(1, events.size());
    }

    byte[] encode() {
        FieldWriter fields =
                new FieldWriter(FORMAT_VERSION).putMoment(appliedAt).putCount(events.size());
        events.forEach(event -> put(event, fields));
        fields.putCount(registered.size());
        registered.forEach(fields::putText);
        fields.putCount(cursors.size());
        cursors.forEach(it -> fields.putText(it.source()).putText(it.resource()).putText(it.cursor()));
        return fields.toBytes();
    }

    private static void put(LoggedEvent event, FieldWriter fields) {
        boolean isMerged = event.merged.length > 0;
        fields.putByte((event.applied ? APPLIED : 0)
                        | (event.op == DeltaOp.DELETE ? DELETE : 0)
                        | (isMerged ? MERGED : 0))
                .putText(event.resource)
                .putText(event.recordId)
                .putMoment(event.occurredAt)
                .putText(event.provenance.source())
                .putDouble(event.provenance.confidence())
                .putText(event.decision)
                .putCount(event.version)
                .putBytes(event.payload);
        if (isMerged) {
            fields.putBytes(event.merged);
        }
    }

    static LogEntry decode(OutboxEntry entry) {
        FieldReader fields =
                new FieldReader(MirrorQueries.LOG, "entry " + entry.sequence(), entry.data(), FORMAT_VERSION);
        Instant appliedAt = fields.getMoment();
        List<LoggedEvent> events = new ArrayList<>();
        for (int left = fields.getSize(); left > 0; left--) {
            events.add(getEvent(fields));
        }
        List<String> registered = new ArrayList<>();
        for (int left = fields.getSize(); left > 0; left--) {
            registered.add(fields.getText());
        }
        List<CursorUpdate> cursors = new ArrayList<>();
        for (int left = fields.getSize(); left > 0; left--) {
            cursors.add(fields.fitting(() -> new CursorUpdate(fields.getText(), fields.getText(), fields.getText())));
        }
        fields.end();
        return new LogEntry(appliedAt, events, registered, cursors);
    }

    private static LoggedEvent getEvent(FieldReader fields) {
        int flags = fields.getByte();
        if ((flags & ~KNOWN_FLAGS) != 0) {
            throw fields.damaged("event flags of " + flags, null);
        }
        String resource = fields.getText();
        String recordId = fields.getText();
        Instant occurredAt = fields.getMoment();
        String source = fields.getText();
        double confidence = fields.getDouble();
        Provenance provenance = fields.fitting(() -> new Provenance(source, confidence));
        String decision = fields.getText();
        long version = fields.getCount();
        byte[] payload = fields.getBytes();
        byte[] merged = (flags & MERGED) == 0 ? new byte[0] : fields.getBytes();
        DeltaOp op = (flags & DELETE) == 0 ? DeltaOp.UPSERT : DeltaOp.DELETE;
        boolean applied = (flags & APPLIED) != 0;
        return new LoggedEvent(
                resource, recordId, op, payload, occurredAt, provenance, applied, decision, version, merged);
    }
}
