package io.afterimage.cli;

import java.util.Locale;

/** How most commands print their result. */
enum OutputFormat {
    /** For people. */
    TEXT,
    /** One JSON document. */
    JSON;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
