package io.afterimage.cli.serve.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.Durability;
import io.afterimage.cli.CommandFailure;
import io.afterimage.cli.ExitCode;
import io.afterimage.cli.serve.config.QueryRules.Gaps;
import io.afterimage.cli.serve.config.QueryRules.Identity;
import io.afterimage.cli.serve.config.ViewSource.CollapsedRows;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServeConfigTest {

    private static final String SECRET = "correct-horse-battery";
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "TOKEN", SECRET, "OTHER", SECRET + "-2", "SHORT", "short-secret", "SPACED", "a secret with spaces in it");

    @TempDir
    private Path directory;

    @Test
    void emptyFile_isNoMapping() {
        assertRefused("", "not a mapping");
    }

    @Test
    void nothingTold_listensOnThisMachineOnly_andLetsItIn() {
        ServeConfig config = read("queries: []");
        assertThat(config.http()).hasToString("localhost/127.0.0.1:8080");
        assertThat(config.grpc()).hasToString("localhost/127.0.0.1:50052");
        assertThat(config.tls()).isNull();
        assertThat(config.access().anonymous()).containsExactlyInAnyOrder(Right.FEED, Right.READ);
        assertThat(config.access().open()).isEmpty();
        assertThat(config.unknownQueries()).isNull();
        assertThat(config.durability()).isEqualTo(Durability.POWER_LOSS);
        assertThat(config.log()).isEqualTo(LogLevel.INFO);
    }

    @Test
    void everythingTold_isRead() throws IOException {
        Files.writeString(directory.resolve("reader"), "read-me-if-you-can\n");
        Files.setPosixFilePermissions(directory.resolve("reader"), PosixFilePermissions.fromString("rw-------"));
        Files.createFile(directory.resolve("tls.crt"));
        Files.createFile(
                directory.resolve("tls.key"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----")));
        ServeConfig config = read("""
                http: 0.0.0.0:80
                grpc: none
                tls: {certificate: tls.crt, key: tls.key}
                access:
                  tokens:
                    - {name: drasi, secret: env:TOKEN, rights: [feed], queries: [hot-rooms]}
                    - {name: reader, secret: file:reader, rights: read}
                  anonymous: []
                  open: [metrics]
                queries:
                  - id: hot-rooms
                    keyColumns: [building, room]
                    outbox: 50
                    gaps: skip
                    idleTime: 5s
                    view: {url: "https://views/x", secret: env:TOKEN}
                  - {id: all, fullRow: true, view: {url: "http://views", collapsedRows: accept}}
                unknownQueries: {}
                limits: {bodyBytes: 1MiB, connections: 10, requestTime: 3s}
                health: {freeDiskBytes: 1GiB, heldFor: 1m}
                grace: 5s
                durability: process-crash
                log: debug
                """);
        assertThat(config.http().getPort()).isEqualTo(80);
        assertThat(config.grpc()).isNull();
        assertThat(config.tls()).isEqualTo(new TlsFiles(directory.resolve("tls.crt"), directory.resolve("tls.key")));
        assertThat(config.access().tokens()).extracting(TokenEntry::name).containsExactly("drasi", "reader");
        assertThat(config.access().tokens().get(0).queries()).containsExactly("hot-rooms");
        assertThat(config.access().tokens().get(1).secret().matches(Secret.of("read-me-if-you-can")))
                .isTrue();
        assertThat(config.access().anonymous()).isEmpty();
        assertThat(config.access().open()).containsExactly(OpenPage.METRICS);
        QueryRules rules = config.queries().get(0).rules();
        assertThat(rules.identity()).isEqualTo(Identity.KEY_COLUMNS);
        assertThat(rules.keyColumns()).containsExactly("building", "room");
        assertThat(rules.outboxEntries()).isEqualTo(50);
        assertThat(rules.gaps()).isEqualTo(Gaps.SKIP);
        assertThat(rules.idle()).isEqualTo(Duration.ofSeconds(5));
        assertThat(rules.view())
                .isEqualTo(new ViewSource(URI.create("https://views/x"), SECRET, CollapsedRows.REFUSE))
                .hasToString("view at https://views/x");
        assertThat(config.queries().get(1).rules().identity()).isEqualTo(Identity.FULL_ROW);
        assertThat(config.queries().get(1).rules().view())
                .isEqualTo(new ViewSource(URI.create("http://views"), null, CollapsedRows.ACCEPT));
        assertThat(config.unknownQueries()).isNotNull();
        assertThat(config.limits().bodyBytes()).isEqualTo(1 << 20);
        assertThat(config.limits().requestTime()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.health().freeDiskBytes()).isEqualTo(1 << 30);
        assertThat(config.grace()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.log()).isEqualTo(LogLevel.DEBUG);
    }

    @Test
    void everythingThatIsWrong_isToldAtOnce() {
        assertThatThrownBy(() -> read("""
                htpp: 127.0.0.1:8080
                grpc: nowhere
                queries:
                  - {id: a, gaps: heal, colour: red}
                  - {id: a}
                limits: {bodyBytes: 3KB, threads: 0}
                grace: 5
                """))
                .isInstanceOfSatisfying(
                        CommandFailure.class,
                        failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE))
                .message()
                .satisfies(message -> assertThat(message.lines().toList())
                        .anySatisfy(
                                line -> assertThat(line).contains("Key: htpp", "one of access, batchPath, durability"))
                        .anySatisfy(line -> assertThat(line).contains("Key: grpc", "nowhere"))
                        .anySatisfy(line -> assertThat(line).contains("Key: queries[0].gaps", "heal"))
                        .anySatisfy(line -> assertThat(line).contains("Key: queries[0].colour"))
                        .anySatisfy(line -> assertThat(line).contains("Key: queries[1].id"))
                        .anySatisfy(line -> assertThat(line).contains("Key: limits.bodyBytes"))
                        .anySatisfy(line -> assertThat(line).contains("Key: limits.threads"))
                        .anySatisfy(line -> assertThat(line).contains("Key: grace"))
                        .hasSize(8));
    }

    @Test
    void otherMachines_areNotLetInWithoutSayingSo() {
        assertRefused("http: 0.0.0.0:8080", "Key: access.tokens");
        assertRefused("grpc: 0.0.0.0:50052", "Key: access.tokens");
        ServeConfig open = read("{http: '0.0.0.0:8080', access: {anonymous: [feed]}}");
        assertThat(open.access().anonymous()).containsExactly(Right.FEED);
    }

    @Test
    void tokens_leaveNothingToWhoeverHasNone() {
        ServeConfig config = read("access: {tokens: [{name: a, secret: 'env:TOKEN', rights: [admin]}]}");
        assertThat(config.access().anonymous()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {SECRET, "${TOKEN}", "env:ABSENT", "env:SHORT", "env:SPACED", "file:absent", "file:.", "file:open"
            })
    void secrets_thatAreNone_areRefused_andNeverShown(String reference) throws IOException {
        Path open = Files.writeString(directory.resolve("open"), SECRET);
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> read("access: {tokens: [{name: a, rights: [read], secret: '" + reference + "'}]}"))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("Key: access.tokens[0].secret")
                .hasMessageNotContaining(SECRET)
                .hasMessageNotContaining("short-secret")
                .hasMessageNotContaining("with spaces");
    }

    @Test
    void tokens_areToldApart() {
        String token = "{name: a, secret: 'env:TOKEN', rights: [read]}";
        assertRefused("access: {tokens: [" + token + ", " + token + "]}", "Key: access.tokens[1].name");
        assertRefused(
                "access: {tokens: [" + token + ", {name: b, secret: 'env:TOKEN', rights: [read]}]}",
                "Key: access.tokens[1].secret");
        assertRefused("access: {tokens: [{name: a, secret: 'env:TOKEN'}]}", "Key: access.tokens[0].rights");
    }

    @ParameterizedTest
    @CsvSource({"'127.0.0.1:70000'", "':80'", "'127.0.0.1'", "'no such host:80'", "'[::1]'"})
    void addresses_thatAreNone_areRefused(String address) {
        assertRefused("http: '" + address + "'", "Key: http");
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1:0, 127.0.0.1, 0", "[::1]:9, 0:0:0:0:0:0:0:1, 9", "localhost:65535, 127.0.0.1, 65535"})
    void addresses_areRead(String text, String host, int port) {
        ServeConfig config = read("http: '" + text + "'");
        assertThat(config.http().getAddress().getHostAddress()).isEqualTo(host);
        assertThat(config.http().getPort()).isEqualTo(port);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "queries: [{id: ''}]",
                "queries: [{id: \"\\0afterimage.checkpoints\"}]",
                "queries: [{keyColumns: [a]}]",
                "queries: [{id: a, keyColumns: [b], fullRow: true}]",
                "queries: [{id: a, outbox: -1}]",
                "queries: hot-rooms",
                "unknownQueries: refuse",
                "limits: [1]",
                "health: 1",
                "access: []",
                "access: {anonymous: [write]}",
                "access: {open: [queries]}",
                "durability: nothing",
                "tls: {certificate: absent.pem, key: absent.pem}",
                "grace: 0s0",
                "limits: {requestTime: 0s}",
                "limits: {headerBytes: 1GiB}",
                "log: verbose",
                "batchPath: batch",
                "limits: {bodyBytes: 8MiB, bodiesBytes: 4MiB}",
            })
    void slips_areRefused(String yaml) {
        assertRefused(yaml, "Expected: ");
    }

    @Test
    void keyForTls_mustBeOutOfReach() throws IOException {
        Files.createFile(directory.resolve("tls.crt"));
        Path key = Files.createFile(directory.resolve("tls.key"));
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        assertRefused("tls: {certificate: tls.crt, key: tls.key}", "Key: tls.key", "chmod 600");
    }

    private ServeConfig read(String yaml) {
        try {
            return ServeConfigReader.read(Files.writeString(directory.resolve("serve.yaml"), yaml), ENVIRONMENT);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void assertRefused(String yaml, String... parts) {
        assertThatThrownBy(() -> read(yaml))
                .isInstanceOfSatisfying(
                        CommandFailure.class,
                        failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE))
                .hasMessageContainingAll(parts);
    }
}
