package io.afterimage.cli.mirror.config;

import io.afterimage.cli.config.ConfigSection;
import io.afterimage.cli.mirror.jdbc.DriverAddress;
import io.afterimage.mirror.jdbc.JdbcSourceBuilder;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads the section of a database table. */
final class JdbcSourceSection {

    private final ConfigSection section;

    private JdbcSourceSection(ConfigSection section) {
        this.section = section;
    }

    static SourceRecipe read(String id, ConfigSection section) {
        JdbcSourceBuilder builder = section.make(() -> new JdbcSourceSection(section).builder(id));
        section.end();
        return mirror -> section.make(() -> builder.comparedWith(mirror).build());
    }

    private JdbcSourceBuilder builder(String id) {
        JdbcSourceBuilder builder = address().table(id, section.text("resource"), section.texts("table"));
        builder.key(section.texts("key").toArray(String[]::new));
        section.optionalText("version").ifPresent(builder::version);
        section.optionalText("occurredAt").ifPresent(builder::occurredAt);
        section.optionalText("deleted").ifPresent(builder::deleted);
        if (!section.texts("columns").isEmpty()) {
            builder.columns(section.texts("columns").toArray(String[]::new));
        }
        section.duration("overlap").ifPresent(builder::overlap);
        section.optionalNumber("overlapValues", 0, Integer.MAX_VALUE).ifPresent(builder::overlap);
        if (section.flag("deleteVanished").orElse(false)) {
            builder.deletingVanished();
        }
        section.duration("deleteVanishedEvery").ifPresent(builder::deletingVanishedEvery);
        builder.confidence(section.decimal("confidence", 1, 0, 1));
        section.optionalNumber("rowsPerPull", 1, 100_000).ifPresent(builder::rowsPerPull);
        section.duration("timeout").ifPresent(builder::queryTimeout);
        section.optionalText("zone").ifPresent(zone -> builder.zone(zone(zone)));
        return builder;
    }

    private DriverAddress address() {
        Map<String, String> properties = new LinkedHashMap<>(section.textsByName("properties"));
        section.optionalText("user").ifPresent(user -> properties.put("user", user));
        section.secret("password").ifPresent(password -> properties.put("password", password));
        return new DriverAddress(section.text("url"), properties);
    }

    private ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            throw section.refused("zone", "a time zone, as in Europe/Berlin or +02:00", name);
        }
    }
}
