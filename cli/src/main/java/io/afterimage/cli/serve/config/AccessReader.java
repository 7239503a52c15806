package io.afterimage.cli.serve.config;

import io.afterimage.cli.config.ConfigSection;
import io.afterimage.cli.config.Problems;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Reads {@code access}. Not thread-safe; one thread at a time. */
final class AccessReader {

    /** What callers may do if no token is configured and only this machine can connect. */
    private static final Set<Right> ON_THIS_MACHINE = EnumSet.of(Right.FEED, Right.READ);

    private static final Secret STAND_IN = Secret.of("");

    private final Problems problems;
    private final SecretSource secrets;

    AccessReader(Problems problems, SecretSource secrets) {
        this.problems = problems;
        this.secrets = secrets;
    }

    /**
     * Reads who may do what.
     *
     * @param root the root of the configuration
     * @param reachable whether somebody beyond this machine can connect
     */
    AccessSettings access(ConfigSection root, boolean reachable) {
        ConfigSection access = problems.reading(root, () -> root.sectionOrEmpty("access"));
        if (access == root) {
            return new AccessSettings(List.of(), Set.of(), Set.of());
        }
        List<TokenEntry> tokens = tokens(access);
        AccessSettings settings = new AccessSettings(
                tokens,
                anonymous(access, !tokens.isEmpty(), reachable),
                problems.reading(Set.of(), () -> access.choices("open", OpenPage.class)));
        problems.check(access::end);
        return settings;
    }

    private Set<Right> anonymous(ConfigSection access, boolean tokens, boolean reachable) {
        Set<Right> stated = problems.reading(Set.of(), () -> access.choices("anonymous", Right.class));
        if (access.names().contains("anonymous") || tokens) {
            return stated;
        }
        if (reachable) {
            problems.add(access.refused(
                    "tokens",
                    "a token, because other machines can connect; or anonymous: [feed, read], to let everybody in",
                    "neither"));
        }
        return ON_THIS_MACHINE;
    }

    private List<TokenEntry> tokens(ConfigSection access) {
        List<TokenEntry> tokens = new ArrayList<>();
        for (ConfigSection section : problems.reading(List.<ConfigSection>of(), () -> access.list("tokens"))) {
            TokenEntry token = token(section);
            problems.check(() -> requireNew(section, token, tokens));
            tokens.add(token);
        }
        return tokens;
    }

    private TokenEntry token(ConfigSection section) {
        TokenEntry token = new TokenEntry(
                problems.reading("", () -> section.text("name")),
                problems.reading(STAND_IN, () -> secret(section)),
                problems.reading(Set.of(), () -> rights(section)),
                problems.reading(Set.of(), () -> Set.copyOf(section.texts("queries"))));
        problems.check(section::end);
        return token;
    }

    private Secret secret(ConfigSection section) {
        String reference = section.text("secret");
        try {
            return secrets.read(reference);
        } catch (SecretSource.Refused e) {
            throw section.refused("secret", e.expected(), e.found());
        }
    }

    private static Set<Right> rights(ConfigSection section) {
        Set<Right> rights = section.choices("rights", Right.class);
        if (rights.isEmpty()) {
            throw section.refused("rights", "at least one of feed, read, admin", "none");
        }
        return rights;
    }

    private static void requireNew(ConfigSection section, TokenEntry token, List<TokenEntry> others) {
        if (others.stream().anyMatch(other -> other.name().equals(token.name()))) {
            throw section.refused("name", "a name for each token", "the same name twice");
        }
        boolean known = others.stream().anyMatch(other -> other.secret().matches(token.secret()));
        if (known && !token.secret().matches(STAND_IN)) {
            throw section.refused("secret", "a secret for each token", "the same secret twice");
        }
    }
}
