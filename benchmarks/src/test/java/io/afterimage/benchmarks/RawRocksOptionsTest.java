package io.afterimage.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.Durability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.Env;
import org.rocksdb.OptionsUtil;
import org.rocksdb.RocksDBException;

/** The bare engine really has the options of the store: RocksDB writes down what each was opened with. */
class RawRocksOptionsTest {

    @TempDir
    private Path directory = Path.of("");

    @Test
    void rawRocksDb_opened_hasTheOptionsOfTheStore() throws Exception {
        Path ours = Files.createDirectory(directory.resolve("ours"));
        Path raw = Files.createDirectory(directory.resolve("raw"));
        Engine.ROCKSDB.open(ours, Durability.PROCESS_CRASH).close();
        RawRocksDb.open(raw, Durability.PROCESS_CRASH).close();

        assertThat(options(raw.resolve("raw")))
                .isEqualTo(options(RawRocksOptions.databaseOf(ours.resolve("store"))))
                .contains("write_buffer_size", "block_size", "filter_policy");
    }

    private static String options(Path database) throws RocksDBException, IOException {
        return Files.readString(
                database.resolve(OptionsUtil.getLatestOptionsFileName(database.toString(), Env.getDefault())));
    }
}
