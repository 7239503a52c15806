package io.afterimage.cli.mirror.config;

import io.afterimage.cli.config.ConfigSection;
import io.afterimage.mirror.source.FieldMapping;
import io.afterimage.mirror.source.FieldMapping.TimeForm;
import io.afterimage.mirror.source.HttpJsonSource;
import io.afterimage.mirror.source.HttpJsonSourceBuilder;
import io.afterimage.mirror.source.RateLimit;
import io.afterimage.mirror.source.RetryPolicy;
import java.net.URI;
import java.util.Optional;

/** Reads the section of an HTTP source. */
final class HttpSourceSection {

    private final String id;
    private final ConfigSection section;

    /** What is read: a list of all records, or a feed of changes. */
    private enum Reading {
        LIST,
        FEED
    }

    private HttpSourceSection(String id, ConfigSection section) {
        this.id = id;
        this.section = section;
    }

    static SourceRecipe read(String id, ConfigSection section) {
        HttpJsonSourceBuilder builder = new HttpSourceSection(id, section).builder();
        section.end();
        return mirror -> section.make(() -> builder.comparedWith(mirror).build());
    }

    private HttpJsonSourceBuilder builder() {
        URI address = section.make(this::address);
        String resource = section.text("resource");
        HttpJsonSourceBuilder builder =
                section.make(() -> switch (section.choice("read", Reading.class).orElse(Reading.LIST)) {
                    case LIST -> HttpJsonSource.list(id, resource, address);
                    case FEED -> HttpJsonSource.feed(id, resource, address);
                });
        section.make(() -> {
            section.optionalText("items").ifPresent(builder::itemsAt);
            builder.fields(fields());
            section.optionalSection("paging").ifPresent(paging -> builder.paging(PagingSection.read(paging)));
            builder.confidence(section.decimal("confidence", 1, 0, 1));
            readDeletes(builder);
            readTerms(builder);
            readSecrets(builder);
            return builder;
        });
        return builder;
    }

    private URI address() {
        String url = section.text("url");
        try {
            return URI.create(url);
        } catch (IllegalArgumentException e) {
            throw section.refused("url", "an http or https address", "another text");
        }
    }

    private FieldMapping fields() {
        FieldMapping fields = FieldMapping.idAt(section.optionalText("id").orElse("/id"));
        fields = section.optionalText("payload").map(fields::payloadAt).orElse(fields);
        fields = section.optionalText("resource-at").map(fields::resourceAt).orElse(fields);
        TimeForm form = section.choice("time-form", TimeForm.class).orElse(TimeForm.RFC_3339);
        Optional<String> occurredAt = section.optionalText("occurred-at");
        fields = occurredAt.isPresent() ? fields.occurredAt(occurredAt.get(), form) : fields;
        Optional<String> deletedAt = section.optionalText("deleted-at");
        Optional<String> deletedValue = section.optionalText("deleted-value");
        if (deletedAt.isEmpty()) {
            return fields;
        }
        return deletedValue.isPresent()
                ? fields.deletedAt(deletedAt.get(), deletedValue.get())
                : fields.deletedAt(deletedAt.get());
    }

    private void readDeletes(HttpJsonSourceBuilder builder) {
        if (section.flag("delete-vanished").orElse(false)) {
            builder.deletingVanished();
        }
        section.optionalNumber("delete-vanished-after", 1, 10).ifPresent(builder::deletingVanishedAfter);
        section.optionalNumber("max-listed", 1, 50_000_000).ifPresent(builder::maxListed);
        if (section.flag("etag-of-first-page").orElse(false)) {
            builder.etagOfFirstPageStandsForAll();
        }
    }

    private void readTerms(HttpJsonSourceBuilder builder) {
        section.optionalNumber("max-pages", 1, Integer.MAX_VALUE).ifPresent(builder::maxPages);
        section.duration("timeout").ifPresent(builder::requestTimeout);
        section.bytes("max-body").ifPresent(bytes -> builder.maxBodyBytes((int) Math.min(bytes, Integer.MAX_VALUE)));
        section.optionalNumber("max-redirects", 0, 20).ifPresent(builder::maxRedirects);
        section.optionalSection("retry").ifPresent(retry -> builder.retry(retry(retry)));
        section.optionalSection("rate").ifPresent(rate -> builder.rateLimit(rate(rate)));
    }

    private static RetryPolicy retry(ConfigSection section) {
        RetryPolicy usual = RetryPolicy.DEFAULT;
        RetryPolicy policy = section.make(() -> new RetryPolicy(
                section.optionalNumber("attempts", 1, 1_000).orElse(usual.maxAttempts()),
                section.duration("first-pause").orElse(usual.firstPause()),
                section.duration("longest-pause").orElse(usual.longestPause()),
                section.decimal("jitter", usual.jitter(), 0, 1),
                section.duration("longest-retry-after").orElse(usual.longestRetryAfter())));
        section.end();
        return policy;
    }

    private static RateLimit rate(ConfigSection section) {
        RateLimit limit = section.make(() -> new RateLimit(
                section.decimal("per-second", 1, 0.000_001, 1_000_000),
                section.optionalNumber("burst", 1, 1_000_000).orElse(1)));
        section.end();
        return limit;
    }

    private void readSecrets(HttpJsonSourceBuilder builder) {
        section.textsByName("headers").forEach(builder::header);
        section.secret("bearer").ifPresent(token -> builder.bearer(() -> token));
        section.secretsByName("secret-headers").forEach((name, value) -> builder.secretHeader(name, () -> value));
        section.secretsByName("secret-parameters").forEach((name, value) -> builder.secretParameter(name, () -> value));
    }
}
