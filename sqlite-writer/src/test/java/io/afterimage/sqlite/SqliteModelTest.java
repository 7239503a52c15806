package io.afterimage.sqlite;

import io.afterimage.tck.LiveResultsStoreModel;

/** Random operations, close and reopen among them, against the reference. */
class SqliteModelTest extends LiveResultsStoreModel implements SqliteUnderTest {}
