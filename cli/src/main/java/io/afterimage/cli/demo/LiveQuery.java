package io.afterimage.cli.demo;

import io.afterimage.RowMutation;
import java.util.List;

/** A query whose result is maintained change by change. */
interface LiveQuery {

    /** The query id in the store. */
    String id();

    /** The query in SQL: what the result means, and what its config hash is taken from. */
    String definition();

    /**
     * Brings the result up to date.
     *
     * @param change the next change of the stream
     * @return how the result's rows change, in order; empty if they do not
     */
    List<RowMutation> apply(OrderChange change);

    default long configHash() {
        return Signatures.of(definition());
    }
}
