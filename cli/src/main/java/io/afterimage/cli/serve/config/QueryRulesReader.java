package io.afterimage.cli.serve.config;

import io.afterimage.QueryId;
import io.afterimage.RefusedException;
import io.afterimage.cli.config.ConfigSection;
import io.afterimage.cli.config.Problems;
import io.afterimage.cli.serve.config.QueryRules.Gaps;
import io.afterimage.cli.serve.config.QueryRules.Identity;
import io.afterimage.cli.serve.config.QueryRules.Start;
import io.afterimage.cli.serve.config.ViewSource.CollapsedRows;
import io.afterimage.drasi.view.ViewClient;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads {@code queries} and {@code unknownQueries}. Not thread-safe; one thread at a time. */
final class QueryRulesReader {

    private static final URI NOWHERE = URI.create("http://localhost");
    private static final long MOST_ENTRIES = 1_000_000_000;

    private final Problems problems;
    private final SecretSource secrets;

    QueryRulesReader(Problems problems, SecretSource secrets) {
        this.problems = problems;
        this.secrets = secrets;
    }

    List<QueryEntry> known(ConfigSection root) {
        Set<String> ids = new HashSet<>();
        return problems.reading(List.<ConfigSection>of(), () -> root.list("queries")).stream()
                .map(query -> new QueryEntry(problems.reading("", () -> id(query, ids)), rules(query)))
                .toList();
    }

    /** The rules of all other queries; nothing if they are refused. */
    Optional<QueryRules> others(ConfigSection root) {
        return problems.reading(Optional.<ConfigSection>empty(), () -> root.optionalSection("unknownQueries"))
                .map(this::rules);
    }

    private static String id(ConfigSection query, Set<String> ids) {
        String id = query.text("id");
        try {
            QueryId.check(id);
        } catch (RefusedException e) {
            throw query.refused("id", "1 to 1,024 bytes of text", e.getMessage());
        }
        if (QueryId.isInternal(id) || !ids.add(id)) {
            throw query.refused("id", "an id that is not taken", id);
        }
        return id;
    }

    private QueryRules rules(ConfigSection section) {
        QueryRules rules = new QueryRules(
                problems.reading(Identity.AS_IT_COMES, () -> identity(section)),
                problems.reading(List.<String>of(), () -> section.texts("keyColumns")),
                problems.reading(0L, () -> section.number("outbox", 0, 0, MOST_ENTRIES)),
                problems.reading(
                        Gaps.REFUSE, () -> section.choice("gaps", Gaps.class).orElse(Gaps.REFUSE)),
                problems.reading(
                        Start.AT_ONE, () -> section.choice("start", Start.class).orElse(Start.AT_ONE)),
                problems.reading(Optional.<Duration>empty(), () -> section.duration("idleTime"))
                        .orElse(null),
                problems.reading(Optional.<Duration>empty(), () -> section.duration("gapTime"))
                        .orElse(null),
                problems.reading(Optional.<ViewSource>empty(), () -> view(section))
                        .orElse(null));
        problems.check(section::end);
        return rules;
    }

    private Optional<ViewSource> view(ConfigSection query) {
        return query.optionalSection("view").map(section -> {
            ViewSource view = new ViewSource(
                    problems.reading(NOWHERE, () -> url(section)),
                    problems.reading(Optional.<String>empty(), () -> secret(section))
                            .orElse(null),
                    problems.reading(
                            CollapsedRows.REFUSE,
                            () -> section.choice("collapsedRows", CollapsedRows.class)
                                    .orElse(CollapsedRows.REFUSE)));
            problems.check(section::end);
            return view;
        });
    }

    private static URI url(ConfigSection view) {
        String text = view.text("url");
        try {
            URI url = URI.create(text);
            ViewClient.at(url);
            return url;
        } catch (IllegalArgumentException | RefusedException e) {
            throw view.refused("url", "http or https, a host, no query", text);
        }
    }

    private Optional<String> secret(ConfigSection view) {
        return view.optionalText("secret").map(reference -> {
            try {
                return secrets.readText(reference);
            } catch (SecretSource.Refused e) {
                throw view.refused("secret", e.expected(), e.found());
            }
        });
    }

    private static Identity identity(ConfigSection section) {
        boolean columns = !section.texts("keyColumns").isEmpty();
        boolean fullRow = section.flag("fullRow").orElse(false);
        if (columns && fullRow) {
            throw section.refused("fullRow", "either keyColumns or fullRow", "both");
        }
        return columns ? Identity.KEY_COLUMNS : fullRow ? Identity.FULL_ROW : Identity.AS_IT_COMES;
    }
}
