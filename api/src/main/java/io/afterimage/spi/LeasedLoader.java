package io.afterimage.spi;

import io.afterimage.spi.StorageEngine.RowLoader;

/** A loader whose every call holds the store open, but not the time between them. As thread-safe as the one behind it. */
final class LeasedLoader implements RowLoader {

    private final Lease lease;
    private final RowLoader loader;

    LeasedLoader(Lease lease, RowLoader loader) {
        this.lease = lease;
        this.loader = loader;
    }

    @Override
    public void write(RowWalk rows) {
        lease.enter();
        try {
            loader.write(rows);
        } finally {
            lease.exit();
        }
    }

    @Override
    public void finish() {
        lease.enter();
        try {
            loader.finish();
        } finally {
            lease.exit();
        }
    }

    /** Without a lease: what was not finished is to be forgotten also after the store was closed. */
    @Override
    public void close() {
        loader.close();
    }
}
