package io.afterimage.mirror.sql;

import io.afterimage.mirror.ConflictStrategies;
import io.afterimage.mirror.Delta;
import io.afterimage.mirror.DeltaBatch;
import io.afterimage.mirror.MirrorBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Deltas by chance, with everything that a follower might get wrong. */
final class Deltas {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final List<String> RESOURCES = List.of("users", "orders", "it's \"odd\"; --", "grün 😀");
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Random random;

    Deltas(Random random) {
        this.random = random;
    }

    /** A different strategy for each resource. */
    static MirrorBuilder strategies(MirrorBuilder builder) {
        return builder.strategy(ConflictStrategies.lastWriteWins())
                .strategy(RESOURCES.get(1), ConflictStrategies.mergeJson())
                .strategy(RESOURCES.get(2), ConflictStrategies.highestConfidence())
                .strategy(RESOURCES.get(3), ConflictStrategies.keepLocal());
    }

    DeltaBatch batch(int mostDeltas) {
        List<Delta> deltas = new ArrayList<>();
        for (int count = random.nextInt(mostDeltas + 1); count > 0; count--) {
            deltas.add(delta());
        }
        DeltaBatch batch = DeltaBatch.of(deltas);
        if (random.nextInt(3) == 0) {
            batch = batch.withCursor("api", "page-" + random.nextInt(1_000));
        }
        if (random.nextInt(5) == 0) {
            batch = batch.withCursor(
                    "shop", RESOURCES.get(random.nextInt(RESOURCES.size())), "c" + random.nextInt(1_000));
        }
        return batch;
    }

    private Delta delta() {
        String resource = RESOURCES.get(random.nextInt(RESOURCES.size()));
        String id = "id-" + random.nextInt(12);
        Instant at = START.plus(Duration.ofMillis(random.nextInt(100_000)));
        String source = random.nextBoolean() ? "api" : "shop";
        Delta delta = random.nextInt(4) == 0
                ? Delta.delete(resource, id, at, source)
                : Delta.upsert(resource, id, payload(), at, source);
        return delta.withConfidence(random.nextInt(11) / 10.0);
    }

    private JsonNode payload() {
        return switch (random.nextInt(8)) {
            case 0 -> JSON.nullNode();
            case 1 -> JSON.arrayNode().add(random.nextInt()).add("x\u0000y");
            case 2 -> JSON.stringNode("text; -- 'quoted' \"twice\" 😀 " + random.nextInt());
            case 3 -> JSON.numberNode(random.nextLong());
            default -> object();
        };
    }

    private ObjectNode object() {
        ObjectNode object = JSON.objectNode().put("n", random.nextInt(100)).put("text", "v" + random.nextInt(100));
        object.putObject("inside").put("k" + random.nextInt(5), random.nextDouble());
        return object;
    }
}
