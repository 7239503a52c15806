package io.afterimage.cli.serve.config;

import java.nio.file.Path;

/**
 * The files for TLS, in PEM. Immutable.
 *
 * @param certificate the certificate chain, the server's own first
 * @param key its private key, PKCS #8, not encrypted
 */
public record TlsFiles(Path certificate, Path key) {}
