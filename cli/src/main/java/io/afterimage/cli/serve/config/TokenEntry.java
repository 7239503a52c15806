package io.afterimage.cli.serve.config;

import java.util.Set;

/**
 * A token that callers bring. Immutable.
 *
 * @param name its name, for logs and messages
 * @param secret what callers bring
 * @param rights what its bearer may do
 * @param queries the queries it is for, none for all
 */
public record TokenEntry(String name, Secret secret, Set<Right> rights, Set<String> queries) {

    /** Copies the sets. */
    public TokenEntry {
        rights = Set.copyOf(rights);
        queries = Set.copyOf(queries);
    }
}
