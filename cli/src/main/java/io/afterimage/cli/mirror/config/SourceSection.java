package io.afterimage.cli.mirror.config;

import io.afterimage.cli.config.ConfigSection;

/** Reads the section of a source, by its type. */
final class SourceSection {

    /** The types. */
    private enum Type {
        HTTP,
        JDBC,
        NDJSON
    }

    private SourceSection() {}

    static SourceRecipe read(String id, ConfigSection section) {
        return switch (section.choice("type", Type.class).orElse(Type.HTTP)) {
            case HTTP -> HttpSourceSection.read(id, section);
            case JDBC -> JdbcSourceSection.read(id, section);
            case NDJSON -> NdjsonSourceSection.read(id, section);
        };
    }
}
