package io.afterimage.tck;

/**
 * Random calls on a backend and on the store in memory, every answer compared; see {@link LiveResultsStoreComparison}.
 * Extend it and give the two methods of {@link StoreUnderTest}.
 */
public abstract class LiveResultsStoreModel extends LiveResultsStoreComparison implements StoreUnderTest {

    /** For subclasses. */
    protected LiveResultsStoreModel() {}

    @Override
    protected final StoreUnderTest subject() {
        return this;
    }

    @Override
    protected final StoreUnderTest comparedWith() {
        return new Reference();
    }
}
