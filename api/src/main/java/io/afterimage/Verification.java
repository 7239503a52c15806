package io.afterimage;

import java.util.List;

/**
 * What a full check of one query, or of the parts of a store that belong to no query, has found. Immutable.
 *
 * @param subject the query id, or the name of the part
 * @param checked what was checked, one sentence each, with its numbers
 * @param problems what was found damaged or contradictory, one sentence each; empty if all is well
 */
public record Verification(String subject, List<String> checked, List<String> problems) {

    /** Copies the lists. */
    public Verification {
        checked = List.copyOf(checked);
        problems = List.copyOf(problems);
    }

    /**
     * Whether all is well.
     *
     * @return true if no problem was found
     */
    public boolean passed() {
        return problems.isEmpty();
    }
}
