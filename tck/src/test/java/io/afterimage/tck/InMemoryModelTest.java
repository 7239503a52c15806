package io.afterimage.tck;

/** Random calls on the store in memory, held to the reference. */
class InMemoryModelTest extends LiveResultsStoreModel implements InMemoryUnderTest {}
