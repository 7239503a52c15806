package io.afterimage.cli.serve.config;

import io.afterimage.Durability;
import io.afterimage.cli.config.ConfigFile;
import io.afterimage.cli.config.ConfigSection;
import io.afterimage.cli.config.Problems;
import io.afterimage.cli.mirror.config.MirrorConfig;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the configuration of {@code serve}; {@code docs/serve.md} says what can be in it. Everything that is wrong is told at
 * once. Not thread-safe; one thread at a time.
 */
public final class ServeConfigReader {

    private static final int HTTP_PORT = 8080;
    private static final int GRPC_PORT = 50_052;
    private static final String BATCH_PATH = "/batch";
    private static final Duration GRACE = Duration.ofSeconds(20);

    private final Problems problems = new Problems();
    private final Path file;
    private final Map<String, String> environment;

    private ServeConfigReader(Path file, Map<String, String> environment) {
        this.file = file;
        this.environment = environment;
    }

    /**
     * Reads a configuration.
     *
     * @param file the YAML file; relative paths in it start at its directory
     * @param environment the variables that the file may name
     * @return the configuration
     * @throws io.afterimage.cli.CommandFailure with everything that is wrong with the file
     */
    public static ServeConfig read(Path file, Map<String, String> environment) {
        return new ServeConfigReader(file, environment).read();
    }

    private ServeConfig read() {
        ConfigSection root = ConfigFile.read(file, environment);
        InetSocketAddress http = problems.reading(loopback(HTTP_PORT), () -> address(root, "http", HTTP_PORT));
        InetSocketAddress grpc = problems.reading(Optional.<InetSocketAddress>empty(), () -> grpc(root))
                .orElse(null);
        SecretSource secrets = new SecretSource(directory(), environment);
        QueryRulesReader queries = new QueryRulesReader(problems, secrets);
        LimitsReader limits = new LimitsReader(problems);
        ServeConfig config = new ServeConfig(
                http,
                grpc,
                problems.reading(Optional.<TlsFiles>empty(), () -> tls(root)).orElse(null),
                new AccessReader(problems, secrets).access(root, reachable(http, grpc)),
                problems.reading(BATCH_PATH, () -> batchPath(root)),
                problems.reading(Optional.<String>empty(), () -> root.optionalText("pubsub"))
                        .orElse(null),
                queries.known(root),
                queries.others(root).orElse(null),
                problems.reading(Optional.<MirrorConfig>empty(), () -> mirror(root))
                        .orElse(null),
                limits.limits(root),
                limits.health(root),
                problems.reading(GRACE, () -> root.duration("grace").orElse(GRACE)),
                problems.reading(Durability.POWER_LOSS, () -> durability(root)),
                problems.reading(
                        LogLevel.INFO, () -> root.choice("log", LogLevel.class).orElse(LogLevel.INFO)));
        problems.check(root::end);
        problems.end();
        return config;
    }

    private Path directory() {
        return Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file);
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private static InetSocketAddress address(ConfigSection root, String key, int port) {
        return root.optionalText(key)
                .map(text -> ListenAddress.parse(text).orElseThrow(() -> root.refused(key, ListenAddress.FORM, text)))
                .orElseGet(() -> loopback(port));
    }

    /** Nothing if gRPC is not served. */
    private static Optional<InetSocketAddress> grpc(ConfigSection root) {
        boolean none = root.optionalText("grpc").filter("none"::equals).isPresent();
        return none ? Optional.empty() : Optional.of(address(root, "grpc", GRPC_PORT));
    }

    /** Whether anybody beyond this machine can connect. */
    private static boolean reachable(InetSocketAddress http, @Nullable InetSocketAddress grpc) {
        return Stream.ofNullable(grpc).anyMatch(address -> !address.getAddress().isLoopbackAddress())
                || !http.getAddress().isLoopbackAddress();
    }

    private Optional<TlsFiles> tls(ConfigSection root) {
        return root.optionalSection("tls").map(tls -> {
            TlsFiles files = new TlsFiles(file(tls, "certificate"), file(tls, "key"));
            problems.check(() -> requirePrivate(tls, files.key()));
            problems.check(tls::end);
            return files;
        });
    }

    private Path file(ConfigSection section, String key) {
        return problems.reading(file, () -> {
            Path path = directory().resolve(section.text(key));
            if (!Files.isReadable(path)) {
                throw section.refused(key, "a file that can be read", path.toString());
            }
            return path;
        });
    }

    private void requirePrivate(ConfigSection tls, Path key) {
        try {
            if (!key.equals(file)) { // which stands in for one that is missing
                SecretSource.requirePrivate(key);
            }
        } catch (SecretSource.Refused e) {
            throw tls.refused("key", e.expected(), e.found());
        }
    }

    /** The mirror has a configuration of its own, which other commands read, too. */
    private Optional<MirrorConfig> mirror(ConfigSection root) {
        return root.optionalText("mirror")
                .map(text -> MirrorConfig.read(directory().resolve(text), environment));
    }

    private static String batchPath(ConfigSection root) {
        String path = root.optionalText("batchPath").orElse(BATCH_PATH);
        if (!path.matches("(/[A-Za-z0-9._~-]+)+")) {
            throw root.refused("batchPath", "a path such as /batch", path);
        }
        return path;
    }

    private static Durability durability(ConfigSection root) {
        Durability durability = root.choice("durability", Durability.class).orElse(Durability.POWER_LOSS);
        if (durability == Durability.NOTHING) {
            throw root.refused("durability", "one of power-loss, process-crash", "nothing");
        }
        return durability;
    }
}
