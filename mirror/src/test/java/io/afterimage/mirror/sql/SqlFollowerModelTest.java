package io.afterimage.mirror.sql;

import io.afterimage.LiveResultsStore;
import io.afterimage.mirror.MirrorBuilder;
import io.afterimage.mirror.MirrorStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Random batches and random reopens: after every catching up the four tables equal the mirror, row by row. More with
 * {@code -Dafterimage.campaign=N}; one seed with {@code -Dafterimage.seed=S}.
 */
class SqlFollowerModelTest {

    private static final int CAMPAIGN = Integer.getInteger("afterimage.campaign", 1);
    private static final long SEED = Long.getLong("afterimage.seed", new Random().nextLong());
    private static final int STEPS = 80;

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource
    void followerEqualsItsMirror_whateverHappens(Engine engine) {
        for (int run = 0; run < CAMPAIGN; run++) {
            long seed = SEED + run;
            System.out.println("sql follower model: " + engine + ", seed " + seed);
            new Run(engine, directory.resolve("run-" + run), seed).run();
        }
    }

    /** One mirror, one follower, and chance. */
    private static final class Run {

        private final Engine engine;
        private final Path place;
        private final String context;
        private final Random random;
        private final Deltas deltas;
        private LiveResultsStore store;
        private MirrorStore mirror;
        private SqlFollower follower;

        Run(Engine engine, Path place, long seed) {
            this.engine = engine;
            this.place = place;
            this.context = engine + ", seed " + seed;
            random = new Random(seed);
            deltas = new Deltas(random);
            store = engine.open(place);
            mirror = openMirror();
            follower = openFollower();
        }

        /** Sometimes so little is kept that the follower is overtaken between two looks. */
        private MirrorStore openMirror() {
            MirrorBuilder builder = MirrorStore.over(store).eventRetention(1 + random.nextInt(60), Duration.ofDays(1));
            return Deltas.strategies(builder).open();
        }

        private SqlFollower openFollower() {
            return SqlFollower.of(mirror, place.resolve("mirror-sql.db")).open();
        }

        void run() {
            for (int step = 0; step < STEPS; step++) {
                step();
                if (random.nextInt(3) == 0) {
                    Tables.assertEqual(context + ", step " + step, mirror, follower);
                }
            }
            Tables.assertEqual(context + ", at the end", mirror, follower);
            follower.close();
            mirror.close();
            store.close();
        }

        private void step() {
            switch (random.nextInt(12)) {
                case 0 -> {
                    follower.close();
                    follower = openFollower();
                }
                case 1 -> {
                    follower.close();
                    mirror.close();
                    store.close();
                    store = engine.open(place);
                    mirror = openMirror();
                    follower = openFollower();
                }
                case 2 -> follower.rebuild();
                case 3, 4 -> follower.catchUp();
                default -> mirror.apply(deltas.batch(20));
            }
        }
    }
}
