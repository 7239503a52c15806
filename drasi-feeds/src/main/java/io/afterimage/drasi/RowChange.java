package io.afterimage.drasi;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One change to one row, as a line tells it. Immutable. */
public sealed interface RowChange {

    /**
     * What the line says of the row's identity.
     *
     * @return the hint
     */
    Hint hint();

    /**
     * The row is there from now on.
     *
     * @param before the row as it was; null where the line does not say
     * @param after the row as it is
     * @param hint what the line says of its identity
     */
    record Put(@Nullable RawJson before, RawJson after, Hint hint) implements RowChange {}

    /**
     * The row is gone from now on.
     *
     * @param before the row as it was; null where the line does not say
     * @param hint what the line says of its identity
     */
    record Remove(@Nullable RawJson before, Hint hint) implements RowChange {}

    /**
     * What a line says of a row's identity.
     *
     * @param signature its unsigned 64-bit signature; null where there is none, or 0
     * @param groupingKeys the columns it is grouped by, none for the one row of a global aggregate; null where the line
     *     does not say
     */
    record Hint(@Nullable Long signature, @Nullable List<String> groupingKeys) {

        /** Nothing is said. */
        public static final Hint NONE = new Hint(null, null);
    }
}
