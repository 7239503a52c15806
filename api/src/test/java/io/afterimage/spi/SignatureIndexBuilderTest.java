package io.afterimage.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An index that is built of sorted signatures is the one that adding them one by one would give. */
class SignatureIndexBuilderTest {

    @ParameterizedTest
    @ValueSource(longs = {-1, 0xFFFF, 0x0001_0000_0000_FFFFL, 0})
    void sortedSignatures_areKnown_andNoOthers(long mask) {
        long[] signatures = new Random(11)
                .longs(100_000)
                .map(signature -> signature & mask)
                .map(SignatureIndexBuilderTest::unsigned)
                .sorted()
                .distinct()
                .map(SignatureIndexBuilderTest::unsigned)
                .toArray();
        SignatureIndexBuilder builder = new SignatureIndexBuilder(100_000);
        int half = signatures.length / 2;
        add(builder, Arrays.stream(signatures, half, signatures.length)); // ranges come in any order
        add(builder, Arrays.stream(signatures, 0, half));
        AtomicLong bytes = new AtomicLong();
        SignatureIndex index = builder.build(new PartitionClock(bytes));
        assertThat(bytes.get()).as("bytes at most").isLessThanOrEqualTo(16L * signatures.length + 64L * (1 << 14));
        for (long signature : signatures) {
            assertThat(index.partition(signature).loaded()).isTrue();
            assertThat(index.add(signature)).as("is new").isFalse();
        }
        for (long signature : signatures) {
            assertThat(index.remove(signature)).isTrue();
            assertThat(index.remove(signature)).isFalse();
        }
    }

    /** Sorts as signed numbers do; its own inverse. */
    private static long unsigned(long signature) {
        return signature ^ Long.MIN_VALUE;
    }

    private static void add(SignatureIndexBuilder builder, LongStream signatures) {
        try (SignatureIndexBuilder.Range range = builder.range()) {
            signatures.forEach(range::add);
        }
    }
}
