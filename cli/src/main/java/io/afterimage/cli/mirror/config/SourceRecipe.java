package io.afterimage.cli.mirror.config;

import io.afterimage.mirror.MirrorStore;
import io.afterimage.mirror.source.SyncSource;

/** How a configured source is made once the mirror is open. Immutable. */
@FunctionalInterface
interface SourceRecipe {

    /**
     * Makes the source.
     *
     * @param mirror what its deltas are applied to
     * @return the source
     */
    SyncSource make(MirrorStore mirror);
}
