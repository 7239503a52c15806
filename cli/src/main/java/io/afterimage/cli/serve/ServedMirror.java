package io.afterimage.cli.serve;

import io.afterimage.LiveResultsStore;
import io.afterimage.cli.StoreUrl;
import io.afterimage.cli.mirror.SqlFile;
import io.afterimage.cli.mirror.config.MirrorConfig;
import io.afterimage.mirror.MirrorStore;
import io.afterimage.mirror.Syncer;
import io.afterimage.mirror.service.MirrorService;
import io.afterimage.mirror.sql.SqlFollower;

/** Opens the mirror of a store for the server. */
final class ServedMirror {

    private ServedMirror() {}

    /**
     * Opens mirror, syncer and tables.
     *
     * @param config how the mirror is configured
     * @param store the store, which stays the caller's
     * @param url where the store is; the tables are beside it
     * @param closing closes what is opened here
     */
    static MirrorService open(MirrorConfig config, LiveResultsStore store, StoreUrl url, Closing closing) {
        MirrorStore mirror = config.open(store);
        closing.add(mirror::close);
        Syncer syncer = Syncer.over(mirror)
                .sources(config.sources(mirror, config.sourceIds()))
                .open();
        closing.add(syncer::close);
        SqlFollower sql = SqlFollower.of(mirror, SqlFile.beside(url))
                .limits(config.sqlLimits())
                .open();
        closing.add(sql::close);
        return MirrorService.of(mirror, syncer, sql);
    }
}
