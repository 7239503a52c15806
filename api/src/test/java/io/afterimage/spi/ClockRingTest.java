package io.afterimage.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ClockRingTest {

    private static final int ROWS = 100_000;
    private static final long GROUP = 7;

    private final AtomicLong bytes = new AtomicLong();
    private final ClockRing ring = new ClockRing();

    @Test
    void anEndedClockGivesBackWhatItsIndexTook() {
        SignatureIndex gone = indexOf(ROWS);
        long before = bytes.get();
        SignatureIndex kept = indexOf(ROWS);
        long ofKept = bytes.get() - before;
        ring.end(gone.clock());
        assertThat(bytes).hasValue(ofKept);
        ring.giveWay(GROUP, () -> false);
        assertThat(bytes).as("all that could be given up").hasValue(0);
        assertThat(kept.partition(0).loaded()).isFalse();
    }

    @Test
    void whatWasUsedLatelyOutlivesWhatWasNot() {
        SignatureIndex idle = indexOf(ROWS);
        SignatureIndex busy = indexOf(ROWS);
        ring.giveWay(GROUP, () -> turnedOnce(idle) && turnedOnce(busy));
        use(busy);
        long half = bytes.get() / 2;
        ring.giveWay(GROUP, () -> bytes.get() <= half);
        assertThat(loaded(idle)).isZero();
        assertThat(loaded(busy)).isEqualTo(partitions(busy).size());
    }

    @Test
    void whatTheGroupNeedsStays() {
        SignatureIndex index = indexOf(ROWS);
        SignatureIndex.Partition needed = index.partition(1);
        needed.neededBy = GROUP;
        ring.giveWay(GROUP, () -> false);
        assertThat(partitions(index))
                .filteredOn(SignatureIndex.Partition::loaded)
                .containsExactly(needed);
        ring.giveWay(GROUP + 1, () -> false);
        assertThat(bytes).hasValue(0);
    }

    @Test
    void clocksThatEndDoNotPileUp() {
        for (int i = 0; i < 1_000; i++) {
            ring.end(indexOf(10).clock());
        }
        assertThat(ring.size()).isLessThan(20);
        assertThat(bytes).hasValue(0);
    }

    private SignatureIndex indexOf(int rows) {
        SignatureIndex index = SignatureIndex.ofEmpty(new PartitionClock(bytes));
        ring.add(index.clock());
        for (int i = 0; i < rows; i++) {
            index.add(i * 0x9E37_79B9_7F4A_7C15L);
        }
        return index;
    }

    private static void use(SignatureIndex index) {
        partitions(index).forEach(partition -> partition.usedLately = true);
    }

    private static boolean turnedOnce(SignatureIndex index) {
        return partitions(index).stream().noneMatch(partition -> partition.usedLately);
    }

    private static long loaded(SignatureIndex index) {
        return partitions(index).stream()
                .filter(SignatureIndex.Partition::loaded)
                .count();
    }

    private static List<SignatureIndex.Partition> partitions(SignatureIndex index) {
        List<SignatureIndex.Partition> all = new ArrayList<>();
        SignatureIndex.Partition partition = index.partition(0);
        all.add(partition);
        while (partition.to() != -1) {
            partition = index.partition(partition.to() + 1);
            all.add(partition);
        }
        return all;
    }
}
