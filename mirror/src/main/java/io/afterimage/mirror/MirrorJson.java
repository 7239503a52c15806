package io.afterimage.mirror;

import io.afterimage.RefusedException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/** The JSON forms of the value types. Unknown members are ignored; the rest is held to its type. */
final class MirrorJson {

    private MirrorJson() {}

    static ObjectNode write(Delta delta) {
        ObjectNode json = object().put("resource", delta.resource()).put("record_id", delta.recordId());
        json.put("op", delta.op().label()).set("payload", delta.payload());
        json.put("occurred_at", delta.occurredAt().toString());
        json.putObject("provenance").put("source", delta.source()).put("confidence", delta.confidence());
        return json;
    }

    static ObjectNode write(MirroredRecord record) {
        ObjectNode json = object().put("resource", record.resource()).put("record_id", record.recordId());
        json.set("payload", record.payload());
        return json.put("source", record.source())
                .put("last_synced_at", record.lastSyncedAt().toString())
                .put("confidence", record.confidence())
                .put("version", record.version())
                .put("occurred_at", record.occurredAt().toString());
    }

    static ObjectNode write(MirrorEvent event) {
        Delta delta = event.delta();
        ObjectNode json = object().put("seq", event.sequence())
                .put("resource", delta.resource())
                .put("record_id", delta.recordId())
                .put("op", delta.op().label());
        json.set("payload", delta.payload());
        json.put("source", delta.source())
                .put("confidence", delta.confidence())
                .put("occurred_at", delta.occurredAt().toString())
                .put("applied_at", event.appliedAt().toString())
                .put("applied", event.applied())
                .put("decision", event.decision())
                .put("version", event.version());
        event.merged().ifPresent(payload -> json.set("merged", payload));
        return json;
    }

    static Delta readDelta(JsonNode json) {
        requireObject("$", json);
        String opLabel = text(json, "op");
        DeltaOp op = DeltaOp.ofLabel(opLabel)
                .orElseThrow(() -> new MalformedJsonException("op", "upsert or delete", opLabel, null));
        JsonNode payload = json.path("payload");
        if (op == DeltaOp.UPSERT && payload.isMissingNode()) {
            throw new MalformedJsonException("payload", "any JSON for an upsert", "nothing", null);
        }
        if (op == DeltaOp.DELETE && !payload.isMissingNode() && !payload.isNull()) {
            throw wrong("payload", "null for a delete", payload);
        }
        return new Delta(
                checked("resource", () -> Limits.checkResource(text(json, "resource"))),
                checked("record_id", () -> Limits.checkRecordId(text(json, "record_id"))),
                op,
                op == DeltaOp.DELETE ? NullNode.getInstance() : payload,
                moment(json, "occurred_at"),
                provenance(json.path("provenance")));
    }

    static MirroredRecord readRecord(JsonNode json) {
        requireObject("$", json);
        JsonNode payload = json.path("payload");
        if (payload.isMissingNode()) {
            throw new MalformedJsonException("payload", "any JSON", "nothing", null);
        }
        JsonNode version = json.path("version");
        if (!version.isIntegralNumber() || !version.canConvertToLong() || version.longValue() < 1) {
            throw wrong("version", "a whole number from 1", version);
        }
        return new MirroredRecord(
                checked("resource", () -> Limits.checkResource(text(json, "resource"))),
                checked("record_id", () -> Limits.checkRecordId(text(json, "record_id"))),
                payload,
                checked("source", () -> Limits.checkSource(text(json, "source"))),
                moment(json, "last_synced_at"),
                confidence("confidence", json.path("confidence")),
                version.longValue(),
                moment(json, "occurred_at"));
    }

    private static Provenance provenance(JsonNode json) {
        requireObject("provenance", json);
        JsonNode source = json.path("source");
        if (!source.isString()) {
            throw wrong("provenance.source", "text", source);
        }
        return checked(
                "provenance.source",
                () -> new Provenance(
                        source.stringValue(), confidence("provenance.confidence", json.path("confidence"))));
    }

    private static double confidence(String member, JsonNode json) {
        if (json.isMissingNode()) {
            return Provenance.FULL_CONFIDENCE;
        }
        double value = json.isNumber() ? json.doubleValue(Double.NaN) : Double.NaN; // NaN where no double can hold it
        if (!(value >= 0 && value <= 1)) {
            throw wrong(member, "a number from 0 to 1", json);
        }
        return value;
    }

    private static Instant moment(JsonNode json, String member) {
        String text = text(json, member);
        try {
            return checked(
                    member,
                    () -> Limits.checkMoment(member, OffsetDateTime.parse(text).toInstant()));
        } catch (DateTimeException e) {
            throw new MalformedJsonException(member, "a moment as RFC 3339 writes it", text, e);
        }
    }

    private static String text(JsonNode json, String member) {
        JsonNode value = json.path(member);
        if (!value.isString()) {
            throw wrong(member, "text", value);
        }
        return value.stringValue();
    }

    private static void requireObject(String member, JsonNode json) {
        if (!json.isObject()) {
            throw wrong(member, "an object", json);
        }
    }

    private static <T> T checked(String member, Supplier<T> value) {
        try {
            return value.get();
        } catch (RefusedException e) {
            throw new MalformedJsonException(member, "a value within its limits", e.getMessage(), e);
        }
    }

    private static MalformedJsonException wrong(String member, String expected, JsonNode found) {
        String text = found.isMissingNode() ? "nothing" : found.toString();
        String start = text.length() <= 100 ? text : text.substring(0, text.offsetByCodePoints(0, 60)) + "…";
        return new MalformedJsonException(member, expected, start, null);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
