package io.afterimage.benchmarks;

import io.afterimage.Durability;
import io.afterimage.InMemoryLiveResultsStore;
import io.afterimage.LiveResultsStore;
import io.afterimage.rocksdb.RocksDbLiveResultsStore;
import io.afterimage.sqlite.SqliteLiveResultsStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The stores under measurement, each in a temporary directory of its own that goes with it. */
public enum BenchmarkStore {
    /** {@link InMemoryLiveResultsStore}. */
    MEMORY {
        @Override
        LiveResultsStore open(Path directory, Durability durability) {
            return new InMemoryLiveResultsStore();
        }
    },
    /** {@link RocksDbLiveResultsStore}. */
    ROCKSDB {
        @Override
        LiveResultsStore open(Path directory, Durability durability) {
            return RocksDbLiveResultsStore.at(directory.resolve("store"))
                    .durability(durability)
                    .open();
        }
    },
    /** {@link SqliteLiveResultsStore}. */
    SQLITE {
        @Override
        LiveResultsStore open(Path directory, Durability durability) {
            return SqliteLiveResultsStore.at(directory.resolve("store.db"))
                    .durability(durability)
                    .open();
        }
    };

    abstract LiveResultsStore open(Path directory, Durability durability);

    static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory("afterimage-benchmark");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void delete(Path directory) {
        try (Stream<Path> tree = Files.walk(directory)) {
            List<Path> deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
