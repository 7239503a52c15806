package io.afterimage.cli.mirror.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.Durability;
import io.afterimage.InMemoryLiveResultsStore;
import io.afterimage.mirror.MirrorStore;
import io.afterimage.mirror.source.SyncSource;
import io.afterimage.mirror.sql.SqlLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MirrorConfigTest {

    private static final Path GUIDE = Path.of("..", "docs", "mirror.md");
    private static final Map<String, String> ENVIRONMENT =
            Map.of("SHOP_TOKEN", "a", "SHOP_KEY", "b", "DB_PASSWORD", "c");

    @TempDir
    private Path directory;

    private MirrorConfig read(String yaml) throws IOException {
        return MirrorConfig.read(Files.writeString(directory.resolve("mirror.yaml"), yaml), ENVIRONMENT);
    }

    /** The guide's example holds every key: a key that is renamed is refused here until the guide says so too. */
    @Test
    void example_ofTheGuide_isUnderstoodWhole() throws IOException {
        String guide = Files.readString(GUIDE);
        int begin = guide.indexOf("```yaml\n") + "```yaml\n".length();
        MirrorConfig config = read(guide.substring(begin, guide.indexOf("```", begin)));
        assertThat(config.sourceIds()).containsExactly("shop", "artists", "labels", "reviews", "invoices", "notes");
        try (InMemoryLiveResultsStore store = new InMemoryLiveResultsStore();
                MirrorStore mirror = config.open(store)) {
            assertThat(config.sources(mirror, config.sourceIds()).stream().map(SyncSource::id))
                    .containsExactlyElementsOf(config.sourceIds());
            assertThat(config.sources(mirror, List.of("notes"))).hasSize(1);
        }
    }

    @Test
    void emptyConfiguration_hasTheDefaultsOfTheGuide() throws IOException {
        MirrorConfig config = read("{}");
        assertThat(config.durability()).isEqualTo(Durability.POWER_LOSS);
        assertThat(config.pause()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.sqlLimits()).isEqualTo(SqlLimits.DEFAULT);
        assertThat(config.sourceIds()).isEmpty();
    }

    @Test
    void choices_areTaken() throws IOException {
        MirrorConfig config = read("""
                mirror: {durability: process-crash}
                sql: {deadline: 3s, maxRows: 7, maxBytes: 1KiB, maxMemory: 1MiB}
                follow: {pause: 20ms}
                """);
        assertThat(config.durability()).isEqualTo(Durability.PROCESS_CRASH);
        assertThat(config.pause()).isEqualTo(Duration.ofMillis(20));
        assertThat(config.sqlLimits())
                .isEqualTo(SqlLimits.DEFAULT
                        .withDeadline(Duration.ofSeconds(3))
                        .withMaxRows(7)
                        .withMaxBytes(1024)
                        .withMaxGrowthBytes(1 << 20));
    }
}
