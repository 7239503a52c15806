package io.afterimage.tck;

/** Random calls on the store's core, held to the reference. */
class EngineStoreModelTest extends LiveResultsStoreModel implements MapStoreUnderTest {}
