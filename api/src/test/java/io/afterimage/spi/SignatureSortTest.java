package io.afterimage.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.LongUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The order is unsigned, equal signatures keep theirs, and one sorter may sort again and again. */
class SignatureSortTest {

    private final SignatureSort sort = new SignatureSort();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void anySignatures_areInUnsignedOrder_equalOnesAsTheyCame(long seed) {
        Random random = new Random(seed);
        List<LongUnaryOperator> spreads = List.of(
                any -> any,
                any -> any & 0xFF,
                any -> any & 0x7F00,
                any -> any | Long.MIN_VALUE,
                any -> 7,
                any -> ~any >> 60);
        for (LongUnaryOperator spread : spreads) {
            int size = random.nextInt(3_000);
            long[] keys = random.longs(size + 5).map(spread).toArray();
            long[] values = IntStream.range(0, size + 5).asLongStream().toArray();
            long[] before = keys.clone();
            sort.sort(keys, values, size);
            List<Long> expected = IntStream.range(0, size)
                    .boxed()
                    .sorted(Comparator.comparing(i -> before[i], Long::compareUnsigned))
                    .map(Integer::longValue)
                    .toList();
            assertThat(values).as("seed " + seed).startsWith(toArray(expected));
            assertThat(keys)
                    .startsWith(expected.stream()
                            .mapToLong(i -> before[i.intValue()])
                            .toArray());
            assertThat(keys)
                    .endsWith(before[size], before[size + 1], before[size + 2], before[size + 3], before[size + 4]);
        }
    }

    private static long[] toArray(List<Long> values) {
        return values.stream().mapToLong(Long::longValue).toArray();
    }
}
