package io.afterimage.cli;

import java.util.Locale;

/** How {@code snapshot} prints rows. */
enum SnapshotFormat {
    /** One JSON document per row and line. */
    NDJSON,
    /** One JSON document. */
    JSON,
    /** For people. */
    TABLE;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
