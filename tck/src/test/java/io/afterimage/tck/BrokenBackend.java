package io.afterimage.tck;

import io.afterimage.LiveResultsStore;
import io.afterimage.RowMutation;
import io.afterimage.StoreUnavailableException;
import io.afterimage.spi.EngineStore;
import io.afterimage.spi.QueryRecord;
import io.afterimage.spi.StorageEngine;
import io.afterimage.spi.StoreLock;
import io.afterimage.spi.StoreSettings;
import io.afterimage.tck.MapStoreUnderTest.SavedAt;
import io.afterimage.tck.torture.Backend;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** Stores on maps and one file, each broken on purpose in a way that only torture shows. Child JVMs create them too. */
abstract class BrokenBackend implements Backend {

    @Override
    public String name() {
        return "broken";
    }

    @Override
    public boolean isLog(Path file) {
        return file.endsWith("maps.new");
    }

    @Override
    public boolean isMark(Path file) {
        return false;
    }

    private static LiveResultsStore openSound(Path directory, StoreSettings settings) {
        return MapStoreUnderTest.open(directory, settings, SavedAt.COMMIT, UnaryOperator.identity());
    }

    /** Opens the store with another idea of what to save, and when. */
    private static LiveResultsStore openSavingBy(
            Path directory, StoreSettings settings, BiFunction<MapFile, StoreLock, MapEngine.Sink> sink) {
        StoreLock lock = StoreLock.acquire(directory.resolve("LOCK"), directory.toString());
        MapFile file = new MapFile(directory);
        MapData data = file.exists() ? file.load() : new MapData();
        StorageEngine engine = new MapEngine(data, sink.apply(file, lock));
        return new EngineStore(engine, settings, directory.toString());
    }

    /** Acknowledges what only its close will save. */
    static final class SavesAtClose extends BrokenBackend {

        @Override
        public LiveResultsStore open(Path directory, StoreSettings settings) {
            return MapStoreUnderTest.open(directory, settings, SavedAt.CLOSE, UnaryOperator.identity());
        }
    }

    /** Saves what was committed before the last commit, so that a kill loses that one. */
    static final class IsOneCommitBehind extends BrokenBackend {

        @Override
        public LiveResultsStore open(Path directory, StoreSettings settings) {
            return openSavingBy(directory, settings, Behind::new);
        }

        private static final class Behind extends SavingSink {
            private MapData last = new MapData();

            Behind(MapFile file, StoreLock lock) {
                super(file, lock);
            }

            @Override
            public void committed(MapData state) {
                file.save(last);
                last = state.copy();
            }
        }
    }

    /** Saves the rows first and all else next, so that a kill in between leaves half a batch. */
    static final class SavesInTwoSteps extends BrokenBackend {

        @Override
        public LiveResultsStore open(Path directory, StoreSettings settings) {
            return openSavingBy(directory, settings, TwoSteps::new);
        }

        private static final class TwoSteps extends SavingSink {
            private MapData last = new MapData();

            TwoSteps(MapFile file, StoreLock lock) {
                super(file, lock);
            }

            @Override
            public void committed(MapData state) {
                for (int times = 0; times < 40; times++) { // so that most kills come before the second step
                    file.save(new MapData(last.queries(), state.rows(), last.outbox(), last.sources()));
                }
                file.save(state);
                last = state.copy();
            }
        }
    }

    /** Saves source positions with the next commit only, so that a kill leaves later writes without earlier ones. */
    static final class SavesOutOfOrder extends BrokenBackend {

        @Override
        public LiveResultsStore open(Path directory, StoreSettings settings) {
            return openSavingBy(directory, settings, OutOfOrder::new);
        }

        private static final class OutOfOrder extends SavingSink {
            private MapData last = new MapData();

            OutOfOrder(MapFile file, StoreLock lock) {
                super(file, lock);
            }

            @Override
            public void committed(MapData state) {
                file.save(new MapData(state.queries(), state.rows(), state.outbox(), last.sources()));
                last = state.copy();
            }
        }
    }

    /** Counts one row too many after a crash, as a count that is kept apart from its rows does. */
    static final class MiscountsAfterACrash extends BrokenBackend {

        @Override
        public LiveResultsStore open(Path directory, StoreSettings settings) {
            return openSavingBy(directory, settings, Miscount::new);
        }

        private static final class Miscount extends SavingSink {

            Miscount(MapFile file, StoreLock lock) {
                super(file, lock);
            }

            @Override
            public void committed(MapData state) {
                MapData wrong = state.copy();
                wrong.queries().replaceAll((number, record) -> oneMore(record));
                file.save(wrong);
            }

            private static QueryRecord oneMore(QueryRecord record) {
                QueryRecord.Rows rows = record.rows();
                return new QueryRecord(
                        record.number(),
                        record.queryId(),
                        record.dropped(),
                        record.position(),
                        new QueryRecord.Rows(
                                rows.epoch(),
                                rows.nextEpoch(),
                                rows.reclaimedEpoch(),
                                rows.count() + 1,
                                rows.membership()),
                        record.outbox());
            }
        }
    }

    /** Takes what is left of its file for all there ever was. */
    static final class TrustsWhatIsLeft extends BrokenBackend {

        @Override
        public LiveResultsStore open(Path directory, StoreSettings settings) {
            MapFile file = new MapFile(directory);
            if (file.exists()) {
                file.repairChecksum();
            }
            return openSound(directory, settings);
        }

        @Override
        public boolean isLog(Path file) {
            return file.endsWith("maps");
        }
    }

    /** Says yes to a write that its engine could not make. */
    static final class SwallowsFailures extends BrokenBackend {

        @Override
        public LiveResultsStore open(Path directory, StoreSettings settings) {
            return new ForwardingStore(openSound(directory, settings)) {
                @Override
                public void applyMutations(String queryId, List<? extends RowMutation> mutations) {
                    try {
                        super.applyMutations(queryId, mutations);
                    } catch (StoreUnavailableException e) {
                        super.rowCount(queryId); // as if nothing had happened
                    }
                }
            };
        }
    }

    /** Lets everybody write. */
    static final class HasNoLock extends BrokenBackend {

        @Override
        public LiveResultsStore open(Path directory, StoreSettings settings) {
            MapFile file = new MapFile(directory);
            MapData data = file.exists() ? file.load() : new MapData();
            return new EngineStore(new MapEngine(data, new Saving(file)), settings, directory.toString());
        }

        private record Saving(MapFile file) implements MapEngine.Sink {

            @Override
            public void committed(MapData state) {
                file.save(state);
            }

            @Override
            public void closed(MapData state) {
                file.save(state);
            }
        }
    }

    /** Acknowledges what the disk has not been told to keep. */
    static final class DoesNotSync extends BrokenBackend {

        @Override
        public LiveResultsStore open(Path directory, StoreSettings settings) {
            return openSound(directory, settings);
        }

        @Override
        public boolean isLog(Path file) {
            return file.endsWith("a file that is never written");
        }
    }

    /** Dies in native code, as far as its parent can tell. */
    static final class KillsItsJvm extends BrokenBackend {

        @Override
        public LiveResultsStore open(Path directory, StoreSettings settings) {
            return new ForwardingStore(openSound(directory, settings)) {
                @Override
                public void clear(String queryId) {
                    Runtime.getRuntime().halt(134); // 128 and SIGABRT, which the JVM sends itself after a crash
                }
            };
        }
    }

    /** Saves at commit in its own way, and everything at close. */
    private abstract static class SavingSink implements MapEngine.Sink {

        final MapFile file;
        private final StoreLock lock;

        SavingSink(MapFile file, StoreLock lock) {
            this.file = file;
            this.lock = lock;
        }

        @Override
        public void closed(MapData state) {
            file.save(state);
            lock.close();
        }
    }
}
