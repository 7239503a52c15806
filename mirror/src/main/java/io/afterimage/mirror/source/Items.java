package io.afterimage.mirror.source;

import io.afterimage.RefusedException;
import io.afterimage.mirror.Delta;
import io.afterimage.mirror.DeltaOp;
import io.afterimage.mirror.Provenance;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/**
 * Turns items into deltas.
 *
 * @param fields where an item says what
 * @param resource the resource of items that do not name theirs
 * @param provenance what the deltas are marked with
 */
record Items(FieldMapping fields, String resource, Provenance provenance) {

    /**
     * The deltas of a page, in order.
     *
     * @param stamps when items happen that do not say it
     * @throws SourceContentException if an item lacks what is mapped
     */
    List<Delta> deltas(Page page, Stamps stamps) {
        List<Delta> deltas = new ArrayList<>(page.items().size());
        for (JsonNode item : page.items()) {
            try {
                deltas.add(delta(item, stamps.next()));
            } catch (FieldMapping.UnusableItemException | RefusedException e) {
                throw unusable(page.address(), deltas.size(), e);
            }
        }
        return deltas;
    }

    private Delta delta(JsonNode item, Instant stamp) throws FieldMapping.UnusableItemException {
        boolean deleted = fields.isDeleted(item);
        return new Delta(
                fields.resource(item, resource),
                fields.id(item),
                deleted ? DeltaOp.DELETE : DeltaOp.UPSERT,
                deleted ? NullNode.getInstance() : fields.payload(item),
                fields.occurredAt(item, stamp),
                provenance);
    }

    private static SourceContentException unusable(URI address, int index, Exception cause) {
        return new SourceContentException(
                "An item cannot be used. Where: " + Addresses.inMessages(address) + ", item " + index + " of its page. "
                        + cause.getMessage() + " Next: set where items say what.",
                cause);
    }
}
