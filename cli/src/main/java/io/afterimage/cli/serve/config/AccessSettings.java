package io.afterimage.cli.serve.config;

import java.util.List;
import java.util.Set;

/**
 * Who may do what. Immutable.
 *
 * @param tokens the tokens
 * @param anonymous what callers without a token may do
 * @param open the pages that need no right
 */
public record AccessSettings(List<TokenEntry> tokens, Set<Right> anonymous, Set<OpenPage> open) {

    /** Copies the collections. */
    public AccessSettings {
        tokens = List.copyOf(tokens);
        anonymous = Set.copyOf(anonymous);
        open = Set.copyOf(open);
    }
}
