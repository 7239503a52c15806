package io.afterimage.reactions;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** One dead letter as one line of JSON. The layout is in {@code docs/formats/dead-letters.md}. */
final class DeadLetterJson {

    static final int FORMAT_VERSION = 1;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private DeadLetterJson() {}

    static byte[] line(DeadLetter letter) {
        Emission emission = letter.emission();
        ObjectNode line = JSON.createObjectNode()
                .put("version", FORMAT_VERSION)
                .put("givenUpAt", letter.givenUpAt().toString())
                .put("reaction", letter.reactionId())
                .put("query", emission.queryId())
                .put("generation", emission.position().generation())
                .put("sequence", emission.sequence())
                .put("configHash", Long.toUnsignedString(emission.position().configHash(), 16))
                .put("publishedAt", emission.timestamp().toString())
                .put("attempts", letter.attempts())
                .put("failure", letter.failure().toString());
        ArrayNode diffs = line.putArray("diffs");
        emission.diffs().forEach(diff -> diffs.add(diff(diff)));
        ObjectNode metadata = line.putObject("metadata");
        emission.metadata().forEach(metadata::put);
        return (JSON.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static ObjectNode diff(RowDiff diff) {
        ObjectNode node = JSON.createObjectNode();
        String signature = Long.toUnsignedString(diff.rowSignature());
        if (diff instanceof RowDiff.Added added) {
            node.put("kind", "added").put("signature", signature);
            putRow(node, "after", added.after());
        } else if (diff instanceof RowDiff.Updated updated) {
            node.put("kind", "updated").put("signature", signature);
            putRow(node, "before", updated.before());
            putRow(node, "after", updated.after());
        } else if (diff instanceof RowDiff.Removed removed) {
            node.put("kind", "removed").put("signature", signature);
            putRow(node, "before", removed.before());
        }
        return node;
    }

    /** A row is written as text where it is text, else as base64 under another name. */
    private static void putRow(ObjectNode node, String name, byte @Nullable [] row) {
        if (row == null) {
            return;
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(row))
                    .toString();
            node.put(name, text);
        } catch (CharacterCodingException notText) {
            node.put(name + "Base64", Base64.getEncoder().encodeToString(row));
        }
    }
}
