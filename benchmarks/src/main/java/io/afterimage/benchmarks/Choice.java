package io.afterimage.benchmarks;

import java.util.SplittableRandom;
import org.apache.commons.math3.distribution.ZipfDistribution;
import org.apache.commons.math3.random.Well19937c;

/** Which rows are updated. */
public enum Choice {
    /** Every row as likely as any other. */
    UNIFORM {
        @Override
        Chooser chooser(int rows) {
            SplittableRandom random = new SplittableRandom(23);
            return live -> ((random.nextInt() & 0xFFFF_FFFFL) * live) >>> 32;
        }
    },
    /** The newest row most often, the n-th newest an n-th as often (Zipf's law, exponent 0.99). */
    ZIPF {
        @Override
        Chooser chooser(int rows) {
            ZipfDistribution zipf = new ZipfDistribution(new Well19937c(23), rows, 0.99);
            int[] drawn = new int[DRAWS];
            for (int i = 0; i < DRAWS; i++) {
                drawn[i] = zipf.sample() - 1;
            }
            return new Chooser() {
                private int at;

                @Override
                public long newer(long live) {
                    at = (at + 1) & (DRAWS - 1);
                    return drawn[at] % live;
                }
            };
        }
    };

    private static final int DRAWS = 1 << 20; // made ahead, as each takes long; then they come again

    /** One that chooses among about so many rows. */
    abstract Chooser chooser(int rows);

    /** Chooses rows. Not thread-safe; one thread at a time. */
    @FunctionalInterface
    interface Chooser {
        /** How many of the live rows are newer than the chosen one. */
        long newer(long live);
    }
}
