package io.afterimage.tck;

import io.afterimage.Durability;
import io.afterimage.Retention;
import io.afterimage.spi.StoreSettings;
import io.afterimage.tck.model.RandomWrites;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.state.Action;
import net.jqwik.api.state.ActionChain;
import net.jqwik.api.state.Transformer;

/**
 * Random calls on two stores at once, every answer compared: all operations, with snapshots that are kept and checked
 * later, with close and reopen among them, on a few queries and a small space of signatures. The rows and the count are
 * also compared with a plain fold. A failure prints the shortest sequence of calls that jqwik found, and its seed.
 *
 * <p>Extend it to hold two backends to each other; extend {@link LiveResultsStoreModel} to hold one to the reference.
 */
public abstract class LiveResultsStoreComparison {

    private static final StoreSettings SETTINGS = StoreBench.SETTINGS
            .withDurability(Durability.PROCESS_CRASH)
            .withMaxRowBytes(RandomWrites.MAX_ROW_BYTES)
            .withRetention(Retention.ofEntries(6));

    private static final StoreSettings SCARCE = SETTINGS.withMemoryBudgetBytes(4L << 20);

    /** For subclasses. */
    protected LiveResultsStoreComparison() {}

    /**
     * One of the two stores.
     *
     * @return the store under test
     */
    protected abstract StoreUnderTest subject();

    /**
     * The other one.
     *
     * @return what it is compared with
     */
    protected abstract StoreUnderTest comparedWith();

    @Property(tries = 25)
    final void everyAnswer_isTheSame(@ForAll("calls") ActionChain<Comparison> calls) {
        run(calls);
    }

    @Property(tries = 12)
    final void everyAnswer_isTheSame_withoutMemoryForTheCount(
            @ForAll("callsWithoutIndex") ActionChain<Comparison> calls) {
        run(calls);
    }

    @Property(tries = 12)
    final void everyAnswer_isTheSame_withLittleMemoryForTheCount(
            @ForAll("callsWithATinyIndex") ActionChain<Comparison> calls) {
        run(calls);
    }

    @Provide
    final Arbitrary<ActionChain<Comparison>> calls() {
        return callsWith(SETTINGS);
    }

    @Provide
    final Arbitrary<ActionChain<Comparison>> callsWithoutIndex() {
        return callsWith(SCARCE.withCountIndexBytes(0));
    }

    @Provide
    final Arbitrary<ActionChain<Comparison>> callsWithATinyIndex() {
        return callsWith(SCARCE.withCountIndexBytes(4_096));
    }

    private Arbitrary<ActionChain<Comparison>> callsWith(StoreSettings settings) {
        return ActionChain.startWith(() -> new Comparison(subject(), comparedWith(), settings))
                .withAction(60, calling(random -> new RandomWrites(random).next(), Comparison::write))
                .withAction(25, calling(StoreRead::any, Comparison::read))
                .withAction(4, calling(Comparison.Keep::any, Comparison::keep))
                .withAction(6, calling(Comparison.Check::any, Comparison::check))
                .withAction(3, calling(Comparison.Forget::any, Comparison::forget))
                .withAction(2, Action.just(Transformer.mutate("close and open again", Comparison::reopen)))
                .withMaxTransformations(Repetitions.times(100));
    }

    private static <C> Action.Independent<Comparison> calling(
            Function<Random, C> choice, BiConsumer<Comparison, C> call) {
        return () -> Arbitraries.randomValue(choice)
                .map(chosen -> Transformer.mutate(chosen.toString(), comparison -> call.accept(comparison, chosen)));
    }

    private static void run(ActionChain<Comparison> calls) {
        try {
            calls.run();
        } finally {
            calls.finalState().ifPresent(Comparison::close);
        }
    }
}
