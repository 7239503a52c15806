package io.afterimage.cli.mirror.config;

import io.afterimage.Durability;
import io.afterimage.LiveResultsStore;
import io.afterimage.cli.config.ConfigFile;
import io.afterimage.cli.config.ConfigSection;
import io.afterimage.mirror.ConflictStrategies;
import io.afterimage.mirror.ConflictStrategy;
import io.afterimage.mirror.MirrorBuilder;
import io.afterimage.mirror.MirrorStore;
import io.afterimage.mirror.source.SyncSource;
import io.afterimage.mirror.sql.SqlLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The configuration of a mirror: how conflicts are decided, what is kept, what queries may take, and where deltas come from.
 * The keys are in {@code docs/mirror.md}. Immutable.
 */
public final class MirrorConfig {

    private static final Duration USUAL_PAUSE = Duration.ofSeconds(5);

    private final Durability durability;
    private final List<Setting> settings;
    private final SqlLimits sqlLimits;
    private final Duration pause;
    private final Map<String, SourceRecipe> sources;

    /** A choice of how the mirror is opened. */
    @FunctionalInterface
    private interface Setting {
        void applyTo(MirrorBuilder builder);
    }

    /** The strategies by their names. */
    private enum Strategy {
        LAST_WRITE_WINS,
        ARRIVAL_ORDER,
        HIGHEST_CONFIDENCE,
        KEEP_LOCAL,
        MERGE_JSON;

        ConflictStrategy strategy() {
            return switch (this) {
                case LAST_WRITE_WINS -> ConflictStrategies.lastWriteWins();
                case ARRIVAL_ORDER -> ConflictStrategies.arrivalOrder();
                case HIGHEST_CONFIDENCE -> ConflictStrategies.highestConfidence();
                case KEEP_LOCAL -> ConflictStrategies.keepLocal();
                case MERGE_JSON -> ConflictStrategies.mergeJson();
            };
        }
    }

    private MirrorConfig(ConfigSection root) {
        ConfigSection mirror = root.sectionOrEmpty("mirror");
        durability = mirror.choice("durability", Durability.class).orElse(Durability.POWER_LOSS);
        settings = settings(mirror);
        sqlLimits = sqlLimits(root.sectionOrEmpty("sql"));
        pause = pause(root.sectionOrEmpty("follow"));
        sources = sources(root.sectionsByName("sources"));
        root.end();
    }

    /**
     * Reads a configuration.
     *
     * @param file the YAML file
     * @param environment what {@code ${NAME}} stands for in it
     * @return the configuration
     * @throws io.afterimage.cli.CommandFailure if it cannot be used, naming file and key
     */
    public static MirrorConfig read(Path file, Map<String, String> environment) {
        return new MirrorConfig(ConfigFile.read(file, environment));
    }

    private static List<Setting> settings(ConfigSection section) {
        List<Setting> settings = new ArrayList<>();
        section.choice("strategy", Strategy.class)
                .ifPresent(strategy -> settings.add(builder -> builder.strategy(strategy.strategy())));
        strategies(section)
                .forEach((resource, strategy) ->
                        settings.add(builder -> section.make(() -> builder.strategy(resource, strategy.strategy()))));
        section.duration("tombstones")
                .ifPresent(time -> settings.add(builder -> section.make(() -> builder.tombstones(time))));
        section.bytes("cache").ifPresent(bytes -> settings.add(builder -> builder.cache(bytes)));
        section.optionalSection("events").ifPresent(events -> settings.add(retention(events)));
        section.end();
        return settings;
    }

    private static Map<String, Strategy> strategies(ConfigSection section) {
        Map<String, Strategy> strategies = new LinkedHashMap<>();
        ConfigSection byResource = section.sectionOrEmpty("strategies");
        for (String resource : byResource.names()) {
            byResource.choice(resource, Strategy.class).ifPresent(strategy -> strategies.put(resource, strategy));
        }
        return strategies;
    }

    private static Setting retention(ConfigSection section) {
        long count = section.number("count", 100_000, 1, Long.MAX_VALUE);
        Duration age = section.duration("age").orElse(Duration.ofDays(30));
        section.end();
        return builder -> section.make(() -> builder.eventRetention(count, age));
    }

    private static SqlLimits sqlLimits(ConfigSection section) {
        SqlLimits limits = section.make(() -> {
            SqlLimits usual = SqlLimits.DEFAULT;
            return usual.withDeadline(section.duration("deadline").orElse(usual.deadline()))
                    .withMaxRows(section.number("maxRows", usual.maxRows(), 1, Long.MAX_VALUE))
                    .withMaxBytes(section.bytes("maxBytes").orElse(usual.maxBytes()))
                    .withMaxGrowthBytes(section.bytes("maxMemory").orElse(usual.maxGrowthBytes()));
        });
        section.end();
        return limits;
    }

    private static Duration pause(ConfigSection section) {
        Duration pause = section.duration("pause").orElse(USUAL_PAUSE);
        section.end();
        return pause;
    }

    private static Map<String, SourceRecipe> sources(Map<String, ConfigSection> sections) {
        Map<String, SourceRecipe> sources = new LinkedHashMap<>();
        sections.forEach((id, section) -> sources.put(id, SourceSection.read(id, section)));
        return sources;
    }

    /**
     * What an acknowledged batch survives.
     *
     * @return the durability of the store
     */
    public Durability durability() {
        return durability;
    }

    /**
     * How far queries may go.
     *
     * @return the limits
     */
    public SqlLimits sqlLimits() {
        return sqlLimits;
    }

    /**
     * How long a followed source is left alone when it has nothing more.
     *
     * @return the pause
     */
    public Duration pause() {
        return pause;
    }

    /**
     * The ids of the sources.
     *
     * @return in the order of the file
     */
    public Set<String> sourceIds() {
        return sources.keySet();
    }

    /**
     * Opens the mirror in a store, creating it if it is not there.
     *
     * @param store the store
     * @return the mirror, to be closed by the caller
     */
    public MirrorStore open(LiveResultsStore store) {
        MirrorBuilder builder = MirrorStore.over(store);
        settings.forEach(setting -> setting.applyTo(builder));
        return builder.open();
    }

    /**
     * Makes the sources.
     *
     * @param mirror what their deltas are applied to
     * @param ids those that are wanted
     * @return in the order of the file
     */
    public List<SyncSource> sources(MirrorStore mirror, Collection<String> ids) {
        return sources.entrySet().stream()
                .filter(source -> ids.contains(source.getKey()))
                .map(source -> source.getValue().make(mirror))
                .toList();
    }
}
