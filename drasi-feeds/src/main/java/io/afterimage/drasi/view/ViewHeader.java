package io.afterimage.drasi.view;

import io.afterimage.AfterimageException;
import io.afterimage.drasi.RowIdentity;
import io.afterimage.drasi.view.ViewException.Trouble;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a view begins with. Immutable.
 *
 * @param sequence where its rows stand: what has this number, or a lower one, is in them (0 or more)
 * @param timestampMs when that was, in milliseconds since 1970; empty where it is not told
 * @param generation the query's generation; empty but where the origin is an Afterimage
 * @param identity how its rows are told apart; empty but where the origin is an Afterimage that has rows
 */
public record ViewHeader(
        long sequence, OptionalLong timestampMs, OptionalLong generation, Optional<RowIdentity> identity) {

    /**
     * Whether another Afterimage serves the view: rows carry their signatures and come as often as they are there, all of
     * one moment.
     *
     * @return false for Drasi Platform's view service
     */
    public boolean fromAfterimage() {
        return generation.isPresent();
    }

    /** Reads the member {@code header} of the first item. */
    static ViewHeader read(String queryId, byte[] json) {
        JsonNode header = JsonMapper.shared().readTree(json);
        OptionalLong sequence = wholeNumber(header, "sequence");
        if (sequence.isEmpty()) {
            throw new ViewException(
                    Trouble.MALFORMED,
                    "The header of a view has no sequence. Query: " + queryId
                            + ". Expected: a whole number of 0 or more. Found: " + header.path("sequence") + ".");
        }
        return new ViewHeader(
                sequence.getAsLong(),
                wholeNumber(header, "timestamp"),
                wholeNumber(header, "generation"),
                identity(queryId, header.path("identity")));
    }

    private static OptionalLong wholeNumber(JsonNode header, String name) {
        JsonNode value = header.path(name);
        return value.isIntegralNumber() && value.canConvertToLong() && value.longValue() >= 0
                ? OptionalLong.of(value.longValue())
                : OptionalLong.empty();
    }

    private static Optional<RowIdentity> identity(String queryId, JsonNode identity) {
        if (identity.isMissingNode() || identity.isNull()) {
            return Optional.empty();
        }
        try {
            return Optional.of(RowIdentity.decode(JsonMapper.shared().writeValueAsBytes(identity)));
        } catch (AfterimageException e) {
            throw new ViewException(
                    Trouble.MALFORMED,
                    "The header of a view names an unknown identity of rows. Query: " + queryId + ". Found: " + identity
                            + ".",
                    e);
        }
    }
}
