package io.afterimage.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.cli.CommandFailure;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.TlsChannelCredentials;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both listeners with a certificate. */
class TlsTest {

    private static final String CONFIG =
            "tls: {certificate: server.crt, key: server.key}\nqueries: [{id: hot-rooms, keyColumns: [room]}]\n";
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    private Path directory;

    private KeyStore makeKeys(String algorithm) throws Exception {
        Path file = directory.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        algorithm,
                        "-alias",
                        "server",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=ip:127.0.0.1,dns:localhost",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        new String(PASSWORD),
                        "-keystore",
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("keytool.log").toFile())
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD);
        }
        pem("server.crt", "CERTIFICATE", keys.getCertificate("server").getEncoded());
        pem("server.key", "PRIVATE KEY", keys.getKey("server", PASSWORD).getEncoded());
        return keys;
    }

    private void pem(String name, String kind, byte[] content) throws IOException {
        Path file = Files.writeString(
                directory.resolve(name),
                "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder().encodeToString(content) + "\n-----END "
                        + kind + "-----\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC"})
    void bothListeners_speakTls(String algorithm) throws Exception {
        KeyStore keys = makeKeys(algorithm);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", keys.getCertificate("server"));
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        try (ServeTester server = ServeTester.start(directory, CONFIG)) {
            ManagedChannel channel = Grpc.newChannelBuilderForAddress(
                            "127.0.0.1",
                            server.grpcPort(),
                            TlsChannelCredentials.newBuilder()
                                    .trustManager(trust.getTrustManagers())
                                    .build())
                    .build();
            try {
                SentDiff diff = new SentDiff("hot-rooms", 1, 1, "r1", null, 21);
                assertThat(DrasiSender.call(channel, DrasiSender.request(List.of(diff)))
                                .getSuccess())
                        .isTrue();
            } finally {
                channel.shutdownNow();
            }
            HttpClient client = HttpClient.newBuilder().sslContext(context).build();
            assertThat(server.uri("/").getScheme()).isEqualTo("https");
            assertThat(client.send(
                                    HttpRequest.newBuilder(server.uri("/hot-rooms"))
                                            .build(),
                                    BodyHandlers.ofString())
                            .body())
                    .contains("\"temp\":21");
        }
    }

    @Test
    void plainText_isNotAnswered() throws Exception {
        makeKeys("EC");
        try (ServeTester server = ServeTester.start(directory, CONFIG);
                RawConnection plain = new RawConnection(server.uri("/").getPort())) {
            assertThat(plain.send("GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n")
                            .answer())
                    .doesNotContain("HTTP/1.1 200");
        }
    }

    @Test
    void handshakesThatTakeTooLong_areCutOff() throws Exception {
        makeKeys("EC");
        try (ServeTester server = ServeTester.start(directory, CONFIG + "limits: {requestTime: 200ms}\n");
                RawConnection slow = new RawConnection(server.uri("/").getPort())) {
            slow.send("\u0016\u0003\u0001\u0000P\u0001"); // the beginning of a record that never ends
            assertThat(slow.answer()).doesNotContain("HTTP");
        }
    }

    @Test
    void filesThatDoNotGoTogether_areRefused() throws Exception {
        makeKeys("EC");
        pem("server.key", "RSA PRIVATE KEY", new byte[100]);
        assertThatThrownBy(() -> ServeTester.start(directory, CONFIG))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContainingAll("tls.key", "PKCS #8", "openssl");
        pem("server.key", "PRIVATE KEY", new byte[100]);
        assertThatThrownBy(() -> ServeTester.start(directory, CONFIG)).isInstanceOf(CommandFailure.class);
        pem("server.crt", "CERTIFICATE", new byte[100]);
        assertThatThrownBy(() -> ServeTester.start(directory, CONFIG))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("tls.certificate");
    }
}
