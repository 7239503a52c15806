package io.afterimage.sqlite;

import io.afterimage.Durability;
import io.afterimage.LiveResultsStore;
import io.afterimage.spi.EngineStore;
import io.afterimage.spi.StorageEngine;
import io.afterimage.spi.StoreSettings;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** Opens the store with something between it and its engine. */
public final class SqliteBetween {

    private static final StoreSettings SETTINGS = StoreSettings.DEFAULT.withDurability(Durability.PROCESS_CRASH);

    private SqliteBetween() {}

    /**
     * Opens it.
     *
     * @param where the directory
     * @param between gets the engine and gives the one that is used
     * @return the store
     */
    public static LiveResultsStore open(Path where, UnaryOperator<StorageEngine> between) {
        return new EngineStore(
                between.apply(SqliteOpening.open(where.resolve("mirror.db"), SETTINGS, false)),
                SETTINGS,
                where.toString());
    }
}
