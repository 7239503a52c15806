package io.afterimage.tck;

import io.afterimage.LiveResultsStore;
import io.afterimage.spi.StoreSettings;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A store that is broken on purpose.
 *
 * @param breaks what it does wrong, in words
 * @param rule the number of the rule that must catch it
 * @param opener how it is opened
 * @param traits what it claims to be able to
 */
record BrokenStore(String breaks, String rule, Opener opener, Set<StoreTrait> traits) implements StoreUnderTest {

    /** Opens a store. */
    @FunctionalInterface
    interface Opener {
        LiveResultsStore open(Path directory, StoreSettings settings);
    }

    /** The store in memory behind something that breaks it. */
    static BrokenStore inMemory(String breaks, String rule, UnaryOperator<LiveResultsStore> breaker) {
        return inMemory(breaks, rule, Set.of(), breaker);
    }

    /** The same, with a claim that the store in memory cannot keep. */
    static BrokenStore inMemory(
            String breaks, String rule, Set<StoreTrait> claims, UnaryOperator<LiveResultsStore> breaker) {
        return new BrokenStore(
                breaks,
                rule,
                (directory, settings) -> breaker.apply(new Reference().open(directory, settings)),
                claims);
    }

    /** The store's core on maps and one file, opened in a way that breaks it. */
    static BrokenStore onFile(String breaks, String rule, Opener opener) {
        return new BrokenStore(breaks, rule, opener, new MapStoreUnderTest() {}.traits());
    }

    @Override
    public LiveResultsStore open(Path directory, StoreSettings settings) {
        return opener.open(directory, settings);
    }

    @Override
    public String toString() {
        return rule + ": " + breaks;
    }
}
