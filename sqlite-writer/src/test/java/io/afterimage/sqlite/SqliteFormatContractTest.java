package io.afterimage.sqlite;

import io.afterimage.tck.LiveResultsStoreFormatContract;
import java.util.List;

/** Stores of every released format open. */
class SqliteFormatContractTest extends LiveResultsStoreFormatContract implements SqliteUnderTest {

    @Override
    protected List<String> fixtures() {
        return List.of("format-1.zip.base64");
    }
}
