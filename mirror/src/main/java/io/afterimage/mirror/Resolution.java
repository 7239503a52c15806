package io.afterimage.mirror;

import java.util.Objects;
import tools.jackson.databind.JsonNode;

/** What a {@link ConflictStrategy} decides about one delta, with its reason in a word or two. Immutable. */
public sealed interface Resolution {

    /**
     * Why, for logs and events.
     *
     * @return a word or two, such as {@code newer}
     */
    String reason();

    /**
     * Whether the delta changes the mirror.
     *
     * @return false for {@link Skip} only
     */
    default boolean applies() {
        return !(this instanceof Skip);
    }

    /**
     * Applies the delta as it is: an upsert replaces the payload, a delete removes the record.
     *
     * @param reason why
     */
    record Apply(String reason) implements Resolution {
        /** Checks that everything is there. */
        public Apply {
            Objects.requireNonNull(reason, "reason");
        }
    }

    /**
     * Leaves the mirror as it is; the delta is logged all the same.
     *
     * @param reason why
     */
    record Skip(String reason) implements Resolution {
        /** Checks that everything is there. */
        public Skip {
            Objects.requireNonNull(reason, "reason");
        }
    }

    /**
     * Stores another payload than the delta's own. For upserts only.
     *
     * @param payload what the record is to hold
     * @param reason why
     */
    record ApplyMerged(JsonNode payload, String reason) implements Resolution {
        /** Checks that everything is there. */
        public ApplyMerged {
            Objects.requireNonNull(payload, "payload");
            Objects.requireNonNull(reason, "reason");
        }
    }
}
