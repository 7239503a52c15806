package io.afterimage.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.cli.serve.config.Limits;
import io.afterimage.cli.serve.config.ServeConfig;
import io.afterimage.cli.serve.config.ServeConfigReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docs/serve.md} and the smoke configuration say can be used as it stands. */
class ServeDocsTest {

    private static final Path DOCS = Path.of("..", "docs");

    @TempDir
    private Path directory;

    @Test
    void exampleOfEverything_isRead_andHasTheDefaults() throws IOException {
        String page = Files.readString(DOCS.resolve("serve.md"));
        String yaml = page.substring(page.indexOf("```yaml\n") + 8, page.indexOf("```\n\nA slip"));
        Files.createFile(directory.resolve("server.crt"));
        Files.writeString(directory.resolve("mirror.yaml"), "sources: {}\n");
        Files.createFile(
                directory.resolve("server.key"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        ServeConfig told = read(yaml, Map.of("DRASI_TOKEN", "0123456789abcdef", "VIEW_TOKEN", "fedcba9876543210"));
        ServeConfig untold = read("queries: []", Map.of());
        assertThat(told.http()).isEqualTo(untold.http());
        assertThat(told.grpc()).isEqualTo(untold.grpc());
        assertThat(told.batchPath()).isEqualTo(untold.batchPath());
        Limits limits = told.limits();
        assertThat(limits).isEqualTo(untold.limits());
        assertThat(told.health()).isEqualTo(untold.health());
        assertThat(told.grace()).isEqualTo(untold.grace());
        assertThat(told.durability()).isEqualTo(untold.durability());
        assertThat(told.log()).isEqualTo(untold.log());
    }

    @Test
    void smokeConfiguration_needsNothing() {
        ServeConfig smoke = ServeConfigReader.read(DOCS.resolve("serve-smoke.yaml"), Map.of());
        assertThat(smoke.unknownQueries()).isNotNull();
    }

    private ServeConfig read(String yaml, Map<String, String> environment) throws IOException {
        return ServeConfigReader.read(Files.writeString(directory.resolve("serve.yaml"), yaml), environment);
    }
}
