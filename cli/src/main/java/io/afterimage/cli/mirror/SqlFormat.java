package io.afterimage.cli.mirror;

import java.util.Locale;

/** How {@code mirror sql} prints rows. */
enum SqlFormat {
    /** For people. */
    TABLE,
    /** One JSON document. */
    JSON,
    /** As RFC 4180 has it, with a header; null is an empty field. */
    CSV;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
