package io.afterimage.spi;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.InMemoryLiveResultsStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/** Random writes to a store over a heap engine and to the reference; every answer and every state must be the same. */
class EngineStoreModelTest {

    @Provide
    Arbitrary<Long> countIndexLimits() {
        return Arbitraries.of(0L, 150L, 400L, 1L << 20);
    }

    private static StoreSettings limited(long countIndexBytes) {
        return StoreSettings.DEFAULT.withCountIndexBytes(countIndexBytes);
    }

    @Property(tries = 200, shrinking = ShrinkingMode.OFF)
    void writes_inTurn_areThoseOfTheReference(@ForAll long seed, @ForAll("countIndexLimits") long limit) {
        Random random = new Random(seed);
        HeapDisk disk = new HeapDisk();
        EngineStore store = disk.open(limited(limit));
        try (InMemoryLiveResultsStore reference = new InMemoryLiveResultsStore()) {
            for (int i = 0; i < 60; i++) {
                Operation operation = Operation.any(random, reference);
                assertThat(operation.outcome(store)).as("%d: %s", i, operation).isEqualTo(operation.outcome(reference));
                assertThat(StoreState.of(store)).as("%d: %s", i, operation).isEqualTo(StoreState.of(reference));
                if (random.nextInt(10) == 0) {
                    store.close();
                    store = disk.open(limited(limit));
                }
            }
            assertThat(store.verifyAll()).allMatch(verification -> verification.passed());
        } finally {
            store.close();
        }
        assertThat(disk.misuse()).isEmpty();
        assertThat(disk.openThings()).isZero();
    }

    @Property(tries = 150, shrinking = ShrinkingMode.OFF)
    void writes_inGroups_areThoseOfTheReferenceInTurn(@ForAll long seed, @ForAll("countIndexLimits") long limit)
            throws Exception {
        Random random = new Random(seed);
        HeapDisk disk = new HeapDisk();
        try (InMemoryLiveResultsStore reference = new InMemoryLiveResultsStore();
                EngineStore store = disk.open(limited(limit))) {
            for (int round = 0; round < 8; round++) {
                List<Operation> operations = some(random, reference);
                List<Object> expected = new ArrayList<>();
                operations.forEach(operation -> expected.add(operation.outcome(reference)));
                assertThat(Grouped.run(disk, store, operations))
                        .as("%d: %s", round, operations)
                        .isEqualTo(expected);
                assertThat(StoreState.of(store).details())
                        .as("%d: %s", round, operations)
                        .isEqualTo(StoreState.of(reference).details());
            }
        }
        assertThat(disk.misuse()).isEmpty();
        assertThat(disk.openThings()).isZero();
    }

    private static List<Operation> some(Random random, InMemoryLiveResultsStore reference) {
        List<Operation> operations = new ArrayList<>();
        for (int i = random.nextInt(5); i >= 0; i--) {
            operations.add(Operation.inOneRequest(random, reference));
        }
        return operations;
    }
}
