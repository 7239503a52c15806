package io.afterimage.cli.demo;

import io.afterimage.OutboxEntry;
import io.afterimage.ResultCommit;
import io.afterimage.RowMutation;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a query publishes for one event: its row changes under the query's next sequence. It is the outbox entry of its
 * own commit, as compact JSON, and can be read back from there with the very same bytes. Immutable.
 *
 * @param source where the stream stands after the event
 */
record Emission(long sequence, SourcePosition source, List<RowMutation> mutations) {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    Emission {
        mutations = List.copyOf(mutations);
    }

    static Emission of(OutboxEntry entry) {
        JsonNode json = MAPPER.readTree(entry.data());
        SourcePosition source = new SourcePosition(
                json.required("event").longValue(),
                json.required("day").intValue(),
                json.required("eventsOfDay").intValue());
        List<RowMutation> mutations = new ArrayList<>();
        for (JsonNode change : json.required("changes")) {
            mutations.add(mutation(change));
        }
        return new Emission(entry.sequence(), source, mutations);
    }

    /**
     * The commit that applies this emission.
     *
     * @param applied the stored counter plus this emission
     */
    ResultCommit commit(LiveQuery query, Applied applied) {
        return ResultCommit.of(query.id(), sequence, mutations)
                .configHash(query.configHash())
                .sourcePosition(SourcePosition.SOURCE_ID, source.toBytes())
                .sourcePosition(Applied.SOURCE_ID, applied.toBytes())
                .outbox(toJson())
                .build();
    }

    byte[] toJson() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator json = MAPPER.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeNumberProperty("sequence", sequence);
            json.writeNumberProperty("event", source.event());
            json.writeNumberProperty("day", source.day());
            json.writeNumberProperty("eventsOfDay", source.eventsOfDay());
            json.writeArrayPropertyStart("changes");
            mutations.forEach(mutation -> write(json, mutation));
            json.writeEndArray();
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private static void write(JsonGenerator json, RowMutation mutation) {
        json.writeStartObject();
        json.writeStringProperty("signature", Long.toUnsignedString(mutation.rowSignature()));
        if (mutation instanceof RowMutation.Upsert upsert) {
            json.writeName("row");
            json.writeRawValue(new String(upsert.data(), StandardCharsets.UTF_8));
        }
        json.writeEndObject();
    }

    private static RowMutation mutation(JsonNode change) {
        long signature = Long.parseUnsignedLong(change.required("signature").stringValue());
        JsonNode row = change.get("row");
        return row == null
                ? RowMutation.delete(signature)
                : RowMutation.upsert(signature, MAPPER.writeValueAsBytes(row));
    }
}
