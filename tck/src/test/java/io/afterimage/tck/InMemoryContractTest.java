package io.afterimage.tck;

/** The whole contract on the store in memory. */
class InMemoryContractTest extends LiveResultsStoreContract implements InMemoryUnderTest {}
