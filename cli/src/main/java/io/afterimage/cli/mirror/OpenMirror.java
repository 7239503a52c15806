package io.afterimage.cli.mirror;

import io.afterimage.LiveResultsStore;
import io.afterimage.cli.StoreUrl;
import io.afterimage.cli.Workplace;
import io.afterimage.mirror.MirrorStore;

/**
 * A mirror that is opened for reading, and the store it is in. Thread-safe.
 *
 * @param store the store
 * @param mirror the mirror in it
 */
record OpenMirror(LiveResultsStore store, MirrorStore mirror) implements AutoCloseable {

    /** Opens a mirror for reading, beside its writer where the engine can; tells the person if the store holds none. */
    static OpenMirror toRead(Workplace workplace, StoreUrl url) {
        LiveResultsStore store = workplace.stores().openReader(url);
        MirrorStore mirror = MirrorStore.over(store).readOnly().open();
        if (mirror.life() == 0) {
            workplace
                    .console()
                    .note("The store holds no mirror. Store: " + url
                            + ". Next: fill it with mirror sync, or name another one with --store.");
        }
        return new OpenMirror(store, mirror);
    }

    @Override
    public void close() {
        mirror.close();
        store.close();
    }
}
