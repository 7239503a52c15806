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
        fields = section.optionalText("resourceAt").map(fields::resourceAt).orElse(fields);
        TimeForm form = section.choice("timeForm", TimeForm.class).orElse(TimeForm.RFC_3339);
        Optional<String> occurredAt = section.optionalText("occurredAt");
        fields = occurredAt.isPresent() ? fields.occurredAt(occurredAt.get(), form) : fields;
        Optional<String> deletedAt = section.optionalText("deletedAt");
        Optional<String> deletedValue = section.optionalText("deletedValue");
        if (deletedAt.isEmpty()) {
            return fields;
        }
        return deletedValue.isPresent()
                ? fields.deletedAt(deletedAt.get(), deletedValue.get())
                : fields.deletedAt(deletedAt.get());
    }

    private void readDeletes(HttpJsonSourceBuilder builder) {
        if (section.flag("deleteVanished").orElse(false)) {
            builder.deletingVanished();
        }
        section.optionalNumber("deleteVanishedAfter", 1, 10).ifPresent(builder::deletingVanishedAfter);
        section.optionalNumber("maxListed", 1, 50_000_000).ifPresent(builder::maxListed);
        if (section.flag("etagOfFirstPage").orElse(false)) {
            builder.etagOfFirstPageStandsForAll();
        }
    }

    private void readTerms(HttpJsonSourceBuilder builder) {
        section.optionalNumber("maxPages", 1, Integer.MAX_VALUE).ifPresent(builder::maxPages);
        section.duration("timeout").ifPresent(builder::requestTimeout);
        section.bytes("maxBody").ifPresent(bytes -> builder.maxBodyBytes((int) Math.min(bytes, Integer.MAX_VALUE)));
        section.optionalNumber("maxRedirects", 0, 20).ifPresent(builder::maxRedirects);
        section.optionalSection("retry").ifPresent(retry -> builder.retry(retry(retry)));
        section.optionalSection("rate").ifPresent(rate -> builder.rateLimit(rate(rate)));
    }

    private static RetryPolicy retry(ConfigSection section) {
        RetryPolicy usual = RetryPolicy.DEFAULT;
        RetryPolicy policy = section.make(() -> new RetryPolicy(
                section.optionalNumber("attempts", 1, 1_000).orElse(usual.maxAttempts()),
                section.duration("firstPause").orElse(usual.firstPause()),
                section.duration("longestPause").orElse(usual.longestPause()),
                section.decimal("jitter", usual.jitter(), 0, 1),
                section.duration("longestRetryAfter").orElse(usual.longestRetryAfter())));
        section.end();
        return policy;
    }

    private static RateLimit rate(ConfigSection section) {
        RateLimit limit = section.make(() -> new RateLimit(
                section.decimal("perSecond", 1, 0.000_001, 1_000_000),
                section.optionalNumber("burst", 1, 1_000_000).orElse(1)));
        section.end();
        return limit;
    }

    private void readSecrets(HttpJsonSourceBuilder builder) {
        section.textsByName("headers").forEach(builder::header);
        section.secret("bearer").ifPresent(token -> builder.bearer(() -> token));
        section.secretsByName("secretHeaders").forEach((name, value) -> builder.secretHeader(name, () -> value));
        section.secretsByName("secretParameters").forEach((name, value) -> builder.secretParameter(name, () -> value));
    }
}
