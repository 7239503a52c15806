package io.afterimage.tck;

/** The whole contract on the store's core. */
class EngineStoreContractTest extends LiveResultsStoreContract implements MapStoreUnderTest {}
