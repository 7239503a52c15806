package io.afterimage.mirror;

import java.util.Locale;
import java.util.Optional;

/** What a delta does to its record. Immutable. */
public enum DeltaOp {
    /** Inserts the record or replaces its payload, as the strategy decides. */
    UPSERT,
    /** Removes the record and leaves a tombstone for a time. */
    DELETE;

    /**
     * The name in JSON, in tables and in messages.
     *
     * @return {@code upsert} or {@code delete}
     */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Finds an operation by its label.
     *
     * @param label {@code upsert} or {@code delete}
     * @return the operation, empty if there is none of that label
     */
    public static Optional<DeltaOp> ofLabel(String label) {
        for (DeltaOp op : values()) {
            if (op.label().equals(label)) {
                return Optional.of(op);
            }
        }
        return Optional.empty();
    }
}
