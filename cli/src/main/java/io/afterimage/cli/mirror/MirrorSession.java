package io.afterimage.cli.mirror;

import io.afterimage.LiveResultsStore;
import io.afterimage.cli.StoreUrl;
import io.afterimage.cli.Workplace;
import io.afterimage.cli.mirror.config.MirrorConfig;
import io.afterimage.mirror.MirrorStore;
import io.afterimage.mirror.SyncListener;
import io.afterimage.mirror.Syncer;
import java.util.Collection;

/**
 * A mirror that is opened for syncing: its store, the mirror in it, and the syncer of its sources. Thread-safe.
 *
 * @param store the store
 * @param mirror the mirror in it
 * @param syncer the syncer of the sources that are wanted
 */
public record MirrorSession(LiveResultsStore store, MirrorStore mirror, Syncer syncer) implements AutoCloseable {

    /**
     * Opens a mirror as it is configured, creating what is not there.
     *
     * @param workplace opens the store
     * @param url where the store is
     * @param config the configuration
     * @param sources the ids of the sources that are wanted
     * @param listener is told how syncs get on
     * @return the session, to be closed by the caller
     */
    public static MirrorSession open(
            Workplace workplace, StoreUrl url, MirrorConfig config, Collection<String> sources, SyncListener listener) {
        LiveResultsStore store = workplace.stores().openWriter(url, config.durability());
        try {
            MirrorStore mirror = config.open(store);
            Syncer syncer = Syncer.over(mirror)
                    .sources(config.sources(mirror, sources))
                    .listener(listener)
                    .open();
            return new MirrorSession(store, mirror, syncer);
        } catch (RuntimeException | Error e) {
            store.close(); // with it the mirror, which holds nothing else
            throw e;
        }
    }

    @Override
    public void close() {
        syncer.close();
        mirror.close();
        store.close();
    }
}
