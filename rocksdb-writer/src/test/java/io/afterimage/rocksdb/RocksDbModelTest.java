package io.afterimage.rocksdb;

import io.afterimage.tck.LiveResultsStoreModel;

/** Random operations against the store in memory. */
class RocksDbModelTest extends LiveResultsStoreModel implements RocksDbUnderTest {}
