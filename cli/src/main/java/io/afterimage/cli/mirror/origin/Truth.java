package io.afterimage.cli.mirror.origin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the origin holds in truth, as its judge asks it: without failures, and not through the API that is mirrored.
 * Immutable.
 *
 * @param records all records that ever were, by resource and record id
 * @param answers the answer to each question: rows of values
 * @param troubles how many answers of the API were spoiled, by kind
 */
public record Truth(
        Map<String, Map<String, OriginRecord>> records, Map<Question, JsonNode> answers, Map<String, Long> troubles) {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    /**
     * A record of the origin. Immutable.
     *
     * @param changedAt the moment of each of its changes, in order; no two are the same
     * @param row what it is now, JSON null if it is gone
     */
    public record OriginRecord(List<Instant> changedAt, JsonNode row) {

        /** Copies the list. */
        public OriginRecord {
            changedAt = List.copyOf(changedAt);
        }
    }

    /**
     * Asks an origin that nothing happens to any more.
     *
     * @param port where it serves on 127.0.0.1
     * @return the truth
     */
    public static Truth ask(int port) {
        Map<Question, JsonNode> answers = new TreeMap<>();
        get(port, "answers")
                .properties()
                .forEach(answer -> answers.put(Question.valueOf(answer.getKey()), answer.getValue()));
        Map<String, Long> troubles = new TreeMap<>();
        get(port, "troubles")
                .properties()
                .forEach(trouble ->
                        troubles.put(trouble.getKey(), trouble.getValue().asLong()));
        return new Truth(records(get(port, "records")), answers, troubles);
    }

    /**
     * The number of the change that happened at a moment: the changes are a second apart.
     *
     * @param moment the moment of a change
     * @return its number
     */
    public static long numberOf(Instant moment) {
        return Duration.between(Change.BEGINNING, moment).toSeconds();
    }

    /**
     * Whether a resource is told change by change, so that the mirror sees all of them; a list shows the last one only.
     *
     * @param resource the resource
     * @return true for the change feed
     */
    public static boolean isFeed(String resource) {
        return Table.lists().stream().noneMatch(table -> table.resource().equals(resource));
    }

    private static Map<String, Map<String, OriginRecord>> records(JsonNode json) {
        Map<String, Map<String, OriginRecord>> records = new TreeMap<>();
        json.properties().forEach(resource -> {
            Map<String, OriginRecord> ofResource = new LinkedHashMap<>();
            resource.getValue()
                    .properties()
                    .forEach(record -> ofResource.put(record.getKey(), originRecord(record.getValue())));
            records.put(resource.getKey(), ofResource);
        });
        return records;
    }

    private static OriginRecord originRecord(JsonNode json) {
        List<Instant> changedAt = json.get("changes")
                .valueStream()
                .map(number -> Change.BEGINNING.plusSeconds(number.asLong()))
                .toList();
        return new OriginRecord(changedAt, json.get("row"));
    }

    private static JsonNode get(int port, String what) {
        URI uri = URI.create("http://127.0.0.1:" + port + "/judge/" + what);
        try {
            return MAPPER.readTree(HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofByteArray())
                    .body());
        } catch (IOException e) {
            throw new UncheckedIOException("The origin does not answer its judge. Asked: " + uri + ".", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The demo was interrupted.", e);
        }
    }
}
