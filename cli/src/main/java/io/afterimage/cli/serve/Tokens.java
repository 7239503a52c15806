package io.afterimage.cli.serve;

import io.afterimage.cli.serve.config.AccessSettings;
import io.afterimage.cli.serve.config.Secret;
import io.afterimage.cli.serve.config.TokenEntry;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Knows callers by the tokens they bring. Immutable. */
final class Tokens {

    private static final String SCHEME = "Bearer ";

    private final List<TokenEntry> tokens;
    private final Caller nobody;

    Tokens(AccessSettings access) {
        tokens = access.tokens();
        nobody = new Caller(Caller.NOBODY, access.anonymous(), Set.of());
    }

    /**
     * Who brings an {@code Authorization} header. Takes the same time for every token, known or not: both sides are hashed,
     * and all are compared.
     *
     * @param authorization the header, null if there is none
     * @return the caller; empty if the header has no known token
     */
    Optional<Caller> caller(@Nullable String authorization) {
        if (authorization == null) {
            return Optional.of(nobody);
        }
        if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Optional.empty();
        }
        Secret presented = Secret.of(authorization.substring(SCHEME.length()).strip());
        Optional<Caller> found = Optional.empty();
        for (TokenEntry token : tokens) {
            if (token.secret().matches(presented)) {
                found = Optional.of(new Caller(token.name(), token.rights(), token.queries()));
            }
        }
        return found;
    }
}
