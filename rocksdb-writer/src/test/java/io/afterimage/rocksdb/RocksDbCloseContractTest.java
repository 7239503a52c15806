package io.afterimage.rocksdb;

import io.afterimage.tck.LiveResultsStoreCloseContract;

/** Thousands of closes under readers. */
class RocksDbCloseContractTest extends LiveResultsStoreCloseContract implements RocksDbUnderTest {}
