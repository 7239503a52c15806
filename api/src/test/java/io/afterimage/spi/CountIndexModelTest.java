package io.afterimage.spi;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.Position;
import io.afterimage.RowMutation;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;

/** The count index against a plain set, through groups that are committed and groups that are not. */
class CountIndexModelTest {

    private final HeapDisk disk = new HeapDisk();
    private final HeapEngine engine = new HeapEngine(disk);

    @Provide
    Arbitrary<Long> limits() {
        return Arbitraries.of(0L, 100L, 3_000L, 100_000L, 1L << 30);
    }

    @Property(tries = 60, shrinking = ShrinkingMode.OFF)
    void answers_anyGroups_areThoseOfASet(@ForAll long seed, @ForAll("limits") long limit) {
        new Model(new Random(seed), limit, 300).run(40, 60);
    }

    @Property(tries = 4, shrinking = ShrinkingMode.OFF)
    void answers_growingThroughSplits_areThoseOfASet(@ForAll long seed, @ForAll("limits") long limit) {
        new Model(new Random(seed), limit, 60_000).run(12, 20_000);
    }

    /** All signatures in one corner of the space: partitions that no split can halve. */
    @Property(tries = 4, shrinking = ShrinkingMode.OFF)
    void answers_smallNumbersAsSignatures_areThoseOfASet(@ForAll long seed, @ForAll("limits") long limit) {
        Model model = new Model(new Random(seed), limit, 60_000);
        model.spread = 1;
        model.run(12, 20_000);
    }

    @Test
    void usedBytes_afterEveryGroup_areWithinTheLimit() {
        Model model = new Model(new Random(5), 100_000, 60_000);
        for (int i = 0; i < 10; i++) {
            model.group(10_000, true);
            assertThat(model.index.usedBytes()).isLessThanOrEqualTo(100_000);
        }
    }

    @Test
    void usedBytes_everythingRetired_areNone() {
        Model model = new Model(new Random(6), 1L << 30, 60_000);
        model.group(60_000, true);
        assertThat(model.index.usedBytes()).isPositive();
        model.index.retire(1, 0);
        assertThat(model.index.usedBytes()).isZero();
    }

    private final class Model {

        final CountIndex index;
        private final Random random;
        private final int signatures;
        private Set<Long> committed = new TreeSet<>();
        long spread = 0x9E37_79B9_7F4A_7C15L;

        Model(Random random, long limit, int signatures) {
            this.random = random;
            this.signatures = signatures;
            this.index = new CountIndex(engine, limit);
            write(committed);
        }

        void run(int groups, int mutations) {
            for (int i = 0; i < groups; i++) {
                group(random.nextInt(mutations) + 1, random.nextInt(4) > 0);
            }
            assertThat(disk.misuse()).isEmpty();
            assertThat(disk.openThings()).isOne(); // the engine
        }

        /** Two requests, prepared before either is planned. */
        void group(int size, boolean commits) {
            List<List<RowMutation>> requests = List.of(mutations(size), mutations(size / 2));
            requests.forEach(mutations -> index.prepare(record(committed), mutations));
            Set<Long> rows = new TreeSet<>(committed);
            requests.forEach(mutations -> plan(mutations, rows));
            if (commits) {
                committed = rows;
                write(committed);
                index.committed();
            } else {
                index.rolledBack();
            }
        }

        private void plan(List<RowMutation> mutations, Set<Long> rows) {
            SignatureIndex signatureIndex = index.forWriting(record(rows));
            for (RowMutation mutation : mutations) {
                long signature = mutation.rowSignature();
                if (mutation instanceof RowMutation.Upsert) {
                    assertThat(signatureIndex.add(signature)).isEqualTo(rows.add(signature));
                } else {
                    assertThat(signatureIndex.remove(signature)).isEqualTo(rows.remove(signature));
                }
            }
        }

        private List<RowMutation> mutations(int size) {
            int deletesInTen = random.nextInt(10);
            List<RowMutation> mutations = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                long signature = random.nextInt(signatures) * spread;
                mutations.add(
                        random.nextInt(10) < deletesInTen
                                ? RowMutation.delete(signature)
                                : RowMutation.upsert(signature, new byte[0]));
            }
            return mutations;
        }

        private QueryRecord record(Set<Long> rows) {
            long membership = rows.stream().mapToLong(Checksums::ofMember).sum();
            return new QueryRecord(
                    1,
                    "q",
                    false,
                    new Position(1, 0, 0),
                    new QueryRecord.Rows(0, 1, 0, rows.size(), membership),
                    new QueryRecord.Outbox(0, 0, 0));
        }

        private void write(Set<Long> rows) {
            HeapState next = new HeapState();
            next.queries.put(1, record(rows));
            TreeMap<Long, byte[]> there = new TreeMap<>(Long::compareUnsigned);
            rows.forEach(signature -> there.put(signature, new byte[0]));
            next.rows.put(new HeapState.Epoch(1, 0), there);
            disk.commit(next);
        }
    }
}
