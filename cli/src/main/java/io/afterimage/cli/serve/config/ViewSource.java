package io.afterimage.cli.serve.config;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Where all rows of a query can be read. Immutable.
 *
 * @param url the view service, or another Afterimage
 * @param token what it knows this server by, never told; null where it does not ask
 * @param collapsedRows whether equal rows may be there once, where rows are told apart by all they say
 */
public record ViewSource(URI url, @Nullable String token, CollapsedRows collapsedRows) {

    /** What to do where a view keeps equal rows once. */
    public enum CollapsedRows {
        /** Do without the view. */
        REFUSE,
        /** Take it, though numbers of copies may be too low. */
        ACCEPT
    }

    @Override
    public String toString() {
        return "view at " + url;
    }
}
