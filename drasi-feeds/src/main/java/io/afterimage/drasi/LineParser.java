package io.afterimage.drasi;

import io.afterimage.drasi.ParsedLine.Control;
import io.afterimage.drasi.ParsedLine.Emission;
import io.afterimage.drasi.ParsedLine.Nothing;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Recognises the form of a line and reads it: Drasi {@code QueryResult}, Drasi Platform change and control events, each
 * bare or as the data of a CloudEvent. Immutable.
 */
public final class LineParser {

    private final @Nullable String wantedQuery;

    /**
     * Creates a parser.
     *
     * @param wantedQuery the only query that is wanted, which is also the one meant by lines that name none; null wants
     *     all
     */
    public LineParser(@Nullable String wantedQuery) {
        this.wantedQuery = wantedQuery;
    }

    /**
     * Reads a line.
     *
     * @param line one JSON document in UTF-8
     * @return what it says
     * @throws UnusableLineException if it is no JSON, of no known form, or incomplete
     */
    public ParsedLine parse(byte[] line) {
        return read(payload(line));
    }

    /**
     * Reads a line as a delivery, with the time that it tells.
     *
     * @param line one JSON document in UTF-8
     * @return what it brings; empty if it says {@linkplain Nothing nothing}
     * @throws UnusableLineException if it is no JSON, of no known form, or incomplete
     */
    public Optional<Delivery> parseDelivery(byte[] line) {
        Fields payload = payload(line);
        ParsedLine parsed = read(payload);
        if (parsed instanceof Emission emission) {
            return Optional.of(new Delivery.Whole(emission, Times.published(payload), Map.of()));
        }
        return parsed instanceof Control control ? Optional.of(new Delivery.Control(control)) : Optional.empty();
    }

    /** What a line says, taken out of the CloudEvent where it is in one. */
    private static Fields payload(byte[] line) {
        Fields fields = Fields.of("line", RawJson.parse(line));
        return fields.has("specversion") ? dataOf(fields) : fields;
    }

    private static Fields dataOf(Fields event) {
        RawJson data = event.get("data");
        if (data == null) {
            return Fields.of("data_base64", RawJson.parse(base64(event.requireText("data_base64"))));
        }
        return Fields.of("data", data.isString() ? embedded(data) : data);
    }

    private static RawJson embedded(RawJson data) {
        return RawJson.parse(data.text().getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] base64(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new UnusableLineException("The data of a CloudEvent is no base64. Where: data_base64.", e);
        }
    }

    private ParsedLine read(Fields fields) {
        if (!fields.has("results") && !fields.has("kind")) {
            throw new UnusableLineException(fields.missing("results or kind").getMessage()
                    + " Known: Drasi QueryResult (results), Drasi Platform change and control events (kind), bare or as"
                    + " CloudEvents (specversion).");
        }
        String queryId = fields.queryId(wantedQuery);
        if (wantedQuery != null && !wantedQuery.equals(queryId)) {
            return Nothing.NOTHING;
        }
        return fields.has("results") ? QueryResults.read(queryId, fields) : PlatformEvents.read(queryId, fields);
    }
}
