package io.afterimage.drasi.http;

import io.afterimage.drasi.Delivery.Part;
import io.afterimage.drasi.HttpDiffs;
import io.afterimage.drasi.HttpDiffs.Batch;
import io.afterimage.drasi.UnusableLineException;
import java.util.List;

/** The bodies of Drasi's HTTP reaction. */
final class ReactionBodies {

    private ReactionBodies() {}

    /** A diff of the query that the path names. */
    static Inbound.Reader diffOf(String pathPart) {
        return body -> {
            Part part = HttpDiffs.readDiff(body);
            checkPath(pathPart, part.queryId());
            return InboundRequest.of(part);
        };
    }

    /** A batch of diffs of any queries. */
    static InboundRequest batch(byte[] body) {
        Batch batch = HttpDiffs.readBatch(body);
        return new InboundRequest(List.copyOf(batch.parts()), batch.places(), batch.refused());
    }

    /** Refuses a body that is about another query than its path. */
    static void checkPath(String pathPart, String queryId) {
        if (!RequestPath.names(pathPart, queryId)) {
            throw new UnusableLineException(
                    "The path and the body name different queries. Path: " + pathPart + ". Body: " + queryId + ".");
        }
    }
}
