package io.afterimage.rocksdb;

import io.afterimage.tck.LiveResultsStoreCrashContract;

/** Random writes of a child JVM that is killed again and again. */
class RocksDbCrashContractTest extends LiveResultsStoreCrashContract implements RocksDbUnderTest {}
