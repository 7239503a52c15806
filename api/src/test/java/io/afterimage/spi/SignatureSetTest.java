package io.afterimage.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class SignatureSetTest {

    @Provide
    Arbitrary<List<Long>> signatures() {
        Arbitrary<Long> few = Arbitraries.longs().between(-3, 3);
        Arbitrary<Long> high = Arbitraries.longs().between(0, 40).map(i -> i << 58);
        return Arbitraries.oneOf(few, high, Arbitraries.longs()).list().ofMaxSize(300);
    }

    @Property(tries = 300)
    void addAndRemove_anySignatures_areThoseOfAHashSet(
            @ForAll("signatures") List<Long> signatures, @ForAll Random random) {
        SignatureSet set = new SignatureSet();
        Set<Long> expected = new HashSet<>();
        for (long signature : signatures) {
            if (random.nextInt(3) > 0) {
                assertThat(set.add(signature)).isEqualTo(expected.add(signature));
            } else {
                assertThat(set.remove(signature)).isEqualTo(expected.remove(signature));
            }
            assertThat(set.contains(signature)).isEqualTo(expected.contains(signature));
        }
        assertThat(set.size()).isEqualTo(expected.size());
        assertThat(set.isEmpty()).isEqualTo(expected.isEmpty());
        assertThat(contents(set)).isEqualTo(expected);
    }

    @Test
    void bytes_growingAndShrinking_stayBetweenTenAndAHalfAndSixteenPerSignature() {
        SignatureSet set = new SignatureSet();
        Random random = new Random(1);
        long[] signatures = random.longs(50_000).toArray();
        for (long signature : signatures) {
            set.add(signature);
            requireBound(set);
        }
        for (long signature : signatures) {
            set.remove(signature);
            requireBound(set);
        }
        assertThat(set.isEmpty()).isTrue();
        assertThat(set.bytes()).isEqualTo(64);
    }

    private static void requireBound(SignatureSet set) {
        if (set.size() >= 8) {
            assertThat((double) set.bytes() / set.size()).isBetween(8 / 0.75, 16.0);
        }
    }

    @Test
    void add_sequencesAndHighBitsOnly_staysFast() {
        for (int shift : new int[] {0, 16, 32, 44}) {
            SignatureSet set = new SignatureSet();
            for (long i = 1; i <= 1 << 19; i++) {
                set.add(i << shift);
            }
            assertThat(set.size()).isEqualTo(1 << 19);
        }
    }

    @Test
    void clear_full_isEmptyAgain() {
        SignatureSet set = new SignatureSet();
        for (long i = 0; i < 100; i++) {
            set.add(i);
        }
        set.clear();
        assertThat(set.isEmpty()).isTrue();
        assertThat(set.contains(0)).isFalse();
        assertThat(set.contains(7)).isFalse();
    }

    private static Set<Long> contents(SignatureSet set) {
        Set<Long> contents = new HashSet<>();
        set.forEach(signature -> assertThat(contents.add(signature)).isTrue());
        return contents;
    }
}
