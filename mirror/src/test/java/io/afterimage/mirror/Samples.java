package io.afterimage.mirror;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Deltas and their like, in few words. */
final class Samples {

    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private Samples() {}

    static JsonNode json(String text) {
        return PayloadCodec.parse(text);
    }

    /** A moment that many seconds after an arbitrary one. */
    static Instant at(long second) {
        return Instant.parse("2026-01-01T00:00:00Z").plusSeconds(second);
    }

    static Delta put(String resource, String id, long second, String payload) {
        return Delta.upsert(resource, id, json(payload), at(second), "crm");
    }

    static Delta del(String resource, String id, long second) {
        return Delta.delete(resource, id, at(second), "crm");
    }

    /** All records of a resource, page by page. */
    static List<MirroredRecord> records(MirrorStore mirror, String resource, int pageSize) {
        RecordPage page = mirror.records(resource, pageSize);
        List<MirroredRecord> all = new ArrayList<>(page.records());
        while (page.next().isPresent()) {
            page = mirror.records(resource, page.next().get(), pageSize);
            all.addAll(page.records());
        }
        return all;
    }

    /** All events that the log holds. */
    static List<MirrorEvent> events(MirrorStore mirror) {
        List<MirrorEvent> all = new ArrayList<>();
        long position = 0;
        EventRead read = mirror.eventsAfter(position, 1_000);
        if (read instanceof EventRead.Lag lag) {
            position = lag.earliest() - 1;
        }
        do {
            EventRead.Page page = (EventRead.Page) mirror.eventsAfter(position, 1_000);
            all.addAll(page.events());
            position = page.position();
        } while (position < mirror.head());
        return all;
    }

    static Optional<String> payload(MirrorStore mirror, String resource, String id) {
        return mirror.record(resource, id).map(record -> record.payload().toString());
    }
}
