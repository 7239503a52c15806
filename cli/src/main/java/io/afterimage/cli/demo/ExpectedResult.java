package io.afterimage.cli.demo;

import io.afterimage.Row;
import java.util.Comparator;
import java.util.List;

/**
 * What a query's stored result has to be at the end of the stream. Immutable.
 *
 * @param emissions how many emissions lead there: the sequence of the last one
 * @param rows all rows in unsigned signature order
 */
record ExpectedResult(String queryId, long emissions, List<Row> rows) {
    ExpectedResult {
        rows = rows.stream()
                .sorted(Comparator.comparing(Row::rowSignature, Long::compareUnsigned))
                .toList();
    }
}
