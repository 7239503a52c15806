package io.afterimage.cli.serve;

import io.afterimage.cli.CommandFailure;
import io.afterimage.cli.ExitCode;
import io.afterimage.cli.serve.config.TlsFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A key store in memory, made of PEM files. */
final class PemKeyStore {

    private static final char[] NO_PASSWORD = {};
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----\\s+([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    private PemKeyStore() {}

    /**
     * Reads certificate chain and key.
     *
     * @param files where they are
     * @return a key store without a password
     * @throws CommandFailure if they cannot be used
     */
    static KeyStore read(TlsFiles files) {
        try (InputStream certificates = Files.newInputStream(files.certificate())) {
            Collection<? extends Certificate> chain =
                    CertificateFactory.getInstance("X.509").generateCertificates(certificates);
            if (!(chain.iterator().next() instanceof X509Certificate own)) {
                throw unusable("tls.certificate", "a certificate in PEM", files.certificate(), null);
            }
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, NO_PASSWORD);
            PrivateKey key = key(files.key(), own.getPublicKey().getAlgorithm());
            store.setKeyEntry("server", key, NO_PASSWORD, chain.toArray(Certificate[]::new));
            return store;
        } catch (IOException | GeneralSecurityException | java.util.NoSuchElementException e) {
            throw unusable("tls.certificate", "a certificate in PEM that goes with the key", files.certificate(), e);
        }
    }

    static PrivateKey key(Path file, String algorithm) throws IOException, GeneralSecurityException {
        Matcher pem = KEY.matcher(Files.readString(file, StandardCharsets.US_ASCII));
        if (!pem.find()) {
            throw unusable("tls.key", "a private key in PEM, PKCS #8, not encrypted", file, null);
        }
        try {
            byte[] encoded = Base64.getMimeDecoder().decode(pem.group(1));
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (IllegalArgumentException e) {
            throw unusable("tls.key", "a private key in PEM, PKCS #8, in base64", file, e);
        }
    }

    private static CommandFailure unusable(
            String key, String expected, Path found, @org.jspecify.annotations.Nullable Exception cause) {
        return new CommandFailure(
                ExitCode.USAGE,
                "The files for TLS cannot be used. Key: " + key + ". Expected: " + expected + ". Found: "
                        + (cause == null ? "something else" : cause.getMessage()) + " in " + found
                        + ". Next: openssl pkcs8 -topk8 -nocrypt converts keys.",
                cause);
    }
}
