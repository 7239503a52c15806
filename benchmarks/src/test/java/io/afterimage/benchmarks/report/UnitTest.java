package io.afterimage.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitTest {

    @ParameterizedTest
    @CsvSource({
        "TIMES, 0.876, 0.88",
        "TIMES, 12.34, 12.3",
        "TIMES, 12345.6, '12,346'",
        "TIME, 0.00000034, 340 ns",
        "TIME, 0.0000021, 2.10 us",
        "TIME, 0.0123, 12.3 ms",
        "TIME, 90, 90.0 s",
        "COUNT, 9999, '9,999'",
        "COUNT, 10000, 10.0 k",
        "COUNT, 1234567, 1.23 M",
        "BYTES, 15.5, 15.5 B",
        "BYTES, 3221225472, 3.00 GiB"
    })
    void text_hasThreeDigitsAndAPrefix(Unit unit, double value, String text) {
        assertThat(unit.text(value)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"COUNT, 1000000, 1 M", "COUNT, 100, 100", "TIMES, 5, 5", "TIMES, 0.9, 0.90", "TIME, 0.000002, 2 us"})
    void exact_dropsZeros(Unit unit, double value, String text) {
        assertThat(unit.exact(value)).isEqualTo(text);
    }
}
