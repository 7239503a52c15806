package io.afterimage.rocksdb;

import io.afterimage.tck.LiveResultsStoreFormatContract;
import java.util.List;

/** Stores of every released format open. */
class RocksDbFormatContractTest extends LiveResultsStoreFormatContract implements RocksDbUnderTest {

    @Override
    protected List<String> fixtures() {
        return List.of("format-1.zip.base64");
    }
}
