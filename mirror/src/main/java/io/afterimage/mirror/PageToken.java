package io.afterimage.mirror;

import io.afterimage.AfterimageException;
import io.afterimage.RefusedException;
import java.util.Base64;

/** After which record a page begins; no record at all before the first page. Immutable. */
record PageToken(long signature, String recordId) {

    static final PageToken START = new PageToken(0, "");

    private static final int FORMAT_VERSION = 1;

    String text(String resource) {
        byte[] bytes = new FieldWriter(FORMAT_VERSION)
                .putText(resource)
                .putLong(signature)
                .putText(recordId)
                .toBytes();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static PageToken parse(String resource, String text) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            FieldReader fields = new FieldReader(MirrorQueries.records(resource), "page token", bytes, FORMAT_VERSION);
            String of = fields.getText();
            PageToken token = new PageToken(fields.getLong(), fields.getText());
            fields.end();
            if (of.equals(resource)) {
                return token;
            }
        } catch (AfterimageException | IllegalArgumentException e) {
            throw refused(resource, e);
        }
        throw refused(resource, new IllegalArgumentException("It belongs to another resource."));
    }

    private static RefusedException refused(String resource, RuntimeException cause) {
        return new RefusedException(
                "The page token is not one of this resource. Resource: " + resource
                        + ". Expected: the token of the page before. Found: " + cause.getMessage()
                        + " Next: start with the first page.",
                cause);
    }
}
