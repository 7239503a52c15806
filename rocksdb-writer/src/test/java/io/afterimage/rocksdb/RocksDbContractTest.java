package io.afterimage.rocksdb;

import io.afterimage.tck.LiveResultsStoreContract;

/** The whole contract, C1 to C23. */
class RocksDbContractTest extends LiveResultsStoreContract implements RocksDbUnderTest {}
