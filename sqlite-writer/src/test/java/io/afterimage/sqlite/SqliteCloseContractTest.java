package io.afterimage.sqlite;

import io.afterimage.tck.LiveResultsStoreCloseContract;

/** Thousands of closes under readers. */
class SqliteCloseContractTest extends LiveResultsStoreCloseContract implements SqliteUnderTest {}
