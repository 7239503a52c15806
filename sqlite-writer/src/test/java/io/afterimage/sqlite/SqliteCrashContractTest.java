package io.afterimage.sqlite;

import io.afterimage.tck.LiveResultsStoreCrashContract;

/** Random writes of a child JVM that is killed again and again. */
class SqliteCrashContractTest extends LiveResultsStoreCrashContract implements SqliteUnderTest {}
