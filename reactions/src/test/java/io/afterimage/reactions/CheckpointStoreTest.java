package io.afterimage.reactions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.InMemoryLiveResultsStore;
import io.afterimage.LiveResultsStore;
import io.afterimage.Position;
import io.afterimage.RefusedException;
import io.afterimage.rocksdb.RocksDbLiveResultsStore;
import io.afterimage.sqlite.SqliteLiveResultsStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every place for checkpoints promises. */
class CheckpointStoreTest {

    private static final Position FIRST = new Position(1, 5, 7);
    private static final Position SECOND = new Position(2, 0, -1);

    @TempDir
    private Path directory;

    /** The places. */
    enum Place {
        MEMORY,
        FILES,
        MEMORY_STORE,
        ROCKSDB,
        SQLITE;

        /** Opens the place, uses it, closes it: the next one finds what is durable. */
        void use(Path directory, Use use) throws Exception {
            switch (this) {
                case MEMORY -> use.of(new InMemoryCheckpointStore());
                case FILES -> use.of(FileCheckpointStore.in(directory.resolve("a/b")));
                case MEMORY_STORE -> useStore(new InMemoryLiveResultsStore(), use);
                case ROCKSDB ->
                    useStore(RocksDbLiveResultsStore.at(directory.resolve("r")).open(), use);
                case SQLITE ->
                    useStore(
                            SqliteLiveResultsStore.at(directory.resolve("s.db")).open(), use);
            }
        }

        private static void useStore(LiveResultsStore opened, Use use) throws Exception {
            try (LiveResultsStore store = opened) {
                use.of(StoreCheckpointStore.on(store));
            }
        }
    }

    /** What is done with a place. */
    interface Use {
        void of(CheckpointStore checkpoints) throws Exception;
    }

    @ParameterizedTest
    @EnumSource
    void read_isWhatWasWrittenLast(Place place) throws Exception {
        place.use(directory, checkpoints -> {
            assertThat(checkpoints.read("mailer", "orders")).isEmpty();
            checkpoints.write("mailer", "orders", FIRST);
            assertThat(checkpoints.read("mailer", "orders")).contains(FIRST);
            checkpoints.write("mailer", "orders", SECOND);
            assertThat(checkpoints.read("mailer", "orders")).contains(SECOND);
        });
    }

    @ParameterizedTest
    @EnumSource
    void remove_leavesNoCheckpoint_andANewOneCanBeWritten(Place place) throws Exception {
        place.use(directory, checkpoints -> {
            checkpoints.remove("mailer", "orders");
            checkpoints.write("mailer", "orders", FIRST);
            checkpoints.remove("mailer", "orders");
            checkpoints.remove("mailer", "orders");
            assertThat(checkpoints.read("mailer", "orders")).isEmpty();
            checkpoints.write("mailer", "orders", SECOND);
            assertThat(checkpoints.read("mailer", "orders")).contains(SECOND);
        });
    }

    @ParameterizedTest
    @EnumSource
    void checkpointsOfOthers_neverMeet(Place place) throws Exception {
        String longest = "ö".repeat(512);
        List<String> ids = List.of("a", "b", "a\0b", "../a", "A", "a ", ".", longest, longest.substring(1) + "a ");
        place.use(directory, checkpoints -> {
            long sequence = 0;
            for (String reaction : ids) {
                for (String query : ids) {
                    checkpoints.write(reaction, query, new Position(1, sequence++, 0));
                }
            }
            sequence = 0;
            for (String reaction : ids) {
                for (String query : ids) {
                    assertThat(checkpoints.read(reaction, query)).contains(new Position(1, sequence++, 0));
                }
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void reopening_findsTheCheckpoint_whereItIsDurable(Place place) throws Exception {
        place.use(directory, checkpoints -> checkpoints.write("mailer", "orders", FIRST));
        place.use(
                directory,
                checkpoints -> assertThat(checkpoints.read("mailer", "orders").isPresent())
                        .isEqualTo(checkpoints.durable())
                        .isEqualTo(place != Place.MEMORY && place != Place.MEMORY_STORE));
    }

    @ParameterizedTest
    @EnumSource
    void illegalIds_areRefused(Place place) throws Exception {
        place.use(directory, checkpoints -> {
            assertThatThrownBy(() -> checkpoints.write("", "orders", FIRST)).isInstanceOf(RefusedException.class);
            assertThatThrownBy(() -> checkpoints.read("mailer", "\uD800")).isInstanceOf(RefusedException.class);
            assertThatThrownBy(() -> checkpoints.remove("x".repeat(1_025), "orders"))
                    .isInstanceOf(RefusedException.class);
        });
    }

    @ParameterizedTest
    @EnumSource
    void manyThreads_loseNothing(Place place) throws Exception {
        place.use(directory, checkpoints -> {
            ExecutorService threads = Executors.newFixedThreadPool(4);
            try {
                List<Future<?>> writers = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    String query = "q" + i;
                    writers.add(threads.submit(() -> {
                        for (long sequence = 1; sequence <= 25; sequence++) {
                            checkpoints.write("mailer", query, new Position(1, sequence, 0));
                            checkpoints.write("mailer", "shared", new Position(1, sequence, 0));
                        }
                    }));
                }
                for (Future<?> writer : writers) {
                    writer.get();
                }
            } finally {
                threads.shutdownNow();
            }
            for (String query : List.of("q0", "q1", "q2", "q3", "shared")) {
                assertThat(checkpoints.read("mailer", query)).contains(new Position(1, 25, 0));
            }
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"FILES", "MEMORY"})
    void anInterruptedThread_stillWrites_andStaysInterrupted(Place place) throws Exception {
        place.use(directory, checkpoints -> {
            Thread.currentThread().interrupt();
            checkpoints.write("mailer", "orders", FIRST);
            assertThat(checkpoints.read("mailer", "orders")).contains(FIRST);
            assertThat(Thread.interrupted()).isTrue();
        });
    }
}
