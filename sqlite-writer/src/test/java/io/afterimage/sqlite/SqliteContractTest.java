package io.afterimage.sqlite;

import io.afterimage.tck.LiveResultsStoreContract;

/** The whole contract, C1 to C23. */
class SqliteContractTest extends LiveResultsStoreContract implements SqliteUnderTest {}
