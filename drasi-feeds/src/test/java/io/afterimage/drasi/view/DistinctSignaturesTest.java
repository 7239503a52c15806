package io.afterimage.drasi.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.afterimage.drasi.view.ViewException.Trouble;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class DistinctSignaturesTest {

    @Property(tries = 100)
    void signatureThatComesTwice_isFound_howeverManyThereAre(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 300) int capacity,
            @ForAll @IntRange(max = 20_000) int rows,
            @ForAll @IntRange(min = 10, max = 64) int bits) {
        Random random = new Random(seed);
        Set<Long> seen = new HashSet<>();
        boolean twice = false;
        try (DistinctSignatures distinct = new DistinctSignatures(capacity)) {
            for (int i = 0; i < Math.min(rows, 40 * capacity); i++) {
                long signature = random.nextLong() >>> (64 - bits);
                distinct.add(signature, i);
                twice |= !seen.add(signature);
            }
            ViewException found = catchThrowableOfType(ViewException.class, () -> distinct.check("q"));
            assertThat(found != null).isEqualTo(twice);
        }
    }

    @Test
    void message_namesBothRows_andWhetherTheirKeysDiffer() {
        for (int capacity : new int[] {2, 1_000}) {
            try (DistinctSignatures distinct = new DistinctSignatures(capacity)) {
                for (int i = 0; i < 10; i++) {
                    distinct.add(i == 8 ? 3 : i, i == 8 ? 3 : i);
                }
                assertThatThrownBy(() -> distinct.check("q"))
                        .hasMessageContaining(
                                "Query: q. Signature: 3. Rows: number 4 and 9 of the view, with the same key")
                        .matches(error -> ((ViewException) error).trouble() == Trouble.UNSUITABLE);
            }
            try (DistinctSignatures distinct = new DistinctSignatures(capacity)) {
                distinct.add(-1, 1);
                distinct.add(-1, 2);
                assertThatThrownBy(() -> distinct.check("q"))
                        .hasMessageContaining("Signature: 18446744073709551615.")
                        .hasMessageContaining("with different keys");
            }
        }
    }

    @Test
    void nothing_isDistinct() {
        try (DistinctSignatures distinct = new DistinctSignatures()) {
            distinct.check("q");
        }
    }
}
