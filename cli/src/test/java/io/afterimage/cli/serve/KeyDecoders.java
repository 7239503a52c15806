package io.afterimage.cli.serve;

import io.afterimage.cli.CommandFailure;
import io.afterimage.tck.fuzz.Decoder;
import io.afterimage.tck.fuzz.ScratchFiles;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;

/** Private keys in PEM. */
public final class KeyDecoders {

    private KeyDecoders() {}

    /**
     * All of them.
     *
     * @return the decoders
     */
    public static List<Decoder<?>> all() {
        ScratchFiles files = new ScratchFiles();
        return List.of(Decoder.of(
                        "key", input -> PemKeyStore.key(files.with("key", input).resolve("key"), "EC"))
                .refusing(CommandFailure.class, GeneralSecurityException.class, IOException.class)
                .seeds(pem(someKey()), pem("A")));
    }

    private static String someKey() {
        try {
            SecureRandom alwaysTheSame = SecureRandom.getInstance("SHA1PRNG");
            alwaysTheSame.setSeed(1);
            KeyPairGenerator keys = KeyPairGenerator.getInstance("EC");
            keys.initialize(256, alwaysTheSame);
            return Base64.getMimeEncoder()
                    .encodeToString(keys.generateKeyPair().getPrivate().getEncoded());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(String base64) {
        return "-----BEGIN PRIVATE KEY-----\n" + base64 + "\n-----END PRIVATE KEY-----\n";
    }
}
