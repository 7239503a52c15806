package io.afterimage.rocksdb;

import static io.afterimage.rocksdb.StoreFixture.QUERY;
import static io.afterimage.rocksdb.StoreFixture.bytesOfRow;
import static io.afterimage.rocksdb.StoreFixture.open;
import static io.afterimage.rocksdb.StoreFixture.rows;
import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.Row;
import io.afterimage.StoreLockedException;
import io.afterimage.Verification;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a writing child JVM with SIGKILL, again and again on one store (C1, C16, C18). */
class RocksDbCrashTest {

    private static final int KILLS = 5;
    private static final long SEED = 8;

    @TempDir
    private Path temp;

    @Test
    void killedWriter_leavesAPrefixWithEverythingAcknowledged() throws Exception {
        Path directory = temp.resolve("store");
        Random random = new Random(SEED);
        long acknowledged = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            acknowledged = writeAndKill(directory, acknowledged + 1 + random.nextInt(200));
            try (var store = open(directory)) {
                long sequence = store.position(QUERY).sequence();
                assertThat(sequence).as("seed " + SEED + ", kill " + kill).isGreaterThanOrEqualTo(acknowledged);
                List<Row> expected = LongStream.rangeClosed(1, sequence)
                        .mapToObj(it -> new Row(it, bytesOfRow(it)))
                        .toList();
                assertThat(rows(store, QUERY)).isEqualTo(expected);
                assertThat(store.rowCount(QUERY)).isEqualTo(sequence);
                assertThat(store.verifyAll()).allMatch(Verification::passed);
            }
        }
    }

    /** Lets a child write until it has acknowledged a sequence, finds it holding the lock, and kills it. */
    private static long writeAndKill(Path directory, long atLeast) throws Exception {
        Process child = ChildJvm.start(ChildJvm.command(EndlessWriter.class, directory, Long.MAX_VALUE));
        try (BufferedReader output = child.inputReader()) {
            String last = ChildJvm.readUntil(output, line -> Long.parseLong(line) >= atLeast);
            Assertions.assertThatThrownBy(() -> open(directory))
                    .isInstanceOf(StoreLockedException.class)
                    .hasMessageContaining("process " + child.pid());
            return Long.parseLong(last);
        } finally {
            child.destroyForcibly().waitFor();
        }
    }
}
