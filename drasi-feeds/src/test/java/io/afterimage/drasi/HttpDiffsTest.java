package io.afterimage.drasi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.afterimage.drasi.Delivery.Part;
import io.afterimage.drasi.FeedAnswer.Refused;
import io.afterimage.drasi.HttpDiffs.Batch;
import io.afterimage.drasi.RowChange.Hint;
import io.afterimage.drasi.RowChange.Put;
import io.afterimage.drasi.RowChange.Remove;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The traps of Drasi's HTTP wire, one by one. */
class HttpDiffsTest {

    @Test
    void diff_isReadByteForByte() {
        Part part = read("{\"operation\":\"UPDATE\",\"queryId\":\"tanks\",\"sequenceId\":12,"
                + "\"timestamp\":\"2026-02-03T04:05:06.000000007+00:00\",\"before\":{\"tank\":\"t1\",\"level\":3.0},"
                + "\"after\":{\"tank\":\"t1\",\"level\":1e400},"
                + "\"metadata\":{\"source_id\":\"plant\",\"result_count\":2,\"x\":{\"y\":1}}}");
        assertThat(part.queryId()).isEqualTo("tanks");
        assertThat(part.sequence()).isEqualTo(12);
        assertThat(part.resultCount()).isEqualTo(2);
        assertThat(part.timestamp()).isEqualTo(Instant.parse("2026-02-03T04:05:06.000000007Z"));
        assertThat(part.metadata()).isEqualTo(Map.of("source_id", "plant", "x", "{\"y\":1}"));
        Put put = (Put) part.change();
        assertThat(put.before()).hasToString("{\"tank\":\"t1\",\"level\":3.0}");
        assertThat(put.after()).hasToString("{\"tank\":\"t1\",\"level\":1e400}");
        assertThat(put.hint()).isEqualTo(Hint.NONE);
    }

    @Test
    void members_comeInAnyOrder_andUnknownOnesAreIgnored() {
        Part part = read("{\"later\":[1],\"sequenceId\":1,\"after\":7,\"queryId\":\"tanks\",\"operation\":\"ADD\"}");
        assertThat(((Put) part.change()).after()).hasToString("7");
    }

    @Test
    void before_afterAndMetadata_areOmittedWhereThereAreNone() {
        Part add = read(diff("ADD", "\"after\":{}"));
        assertThat(((Put) add.change()).before()).isNull();
        assertThat(add.resultCount()).isNull();
        assertThat(add.timestamp()).isNull();
        assertThat(add.metadata()).isEmpty();
        assertThat(((Put) read(diff("UPDATE", "\"after\":{}")).change()).before())
                .isNull(); // of an aggregation
        assertThat(((Remove) read(diff("DELETE", "\"before\":{}")).change()).before())
                .hasToString("{}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ADD    | \"before\":{},\"after\":{} | Where: ADD. Expected: no before. Found: one.",
                "ADD    | \"x\":{}                   | Expected: after.",
                "UPDATE | \"before\":{}              | Expected: after.",
                "DELETE | \"before\":{},\"after\":{} | Where: DELETE. Expected: no after. Found: one.",
                "DELETE | \"after\":{}               | Expected: no after.",
                "DELETE | \"x\":{}                   | Expected: before.",
                "UPSERT | \"after\":{}               | Expected: ADD, UPDATE or DELETE. Found: UPSERT.",
                "ADD    | \"after\":{},\"metadata\":5 | Where: metadata. Expected: an object. Found: 5."
            })
    void diff_thatBreaksARule_isRefused(String operation, String members, String because) {
        assertRefused(diff(operation, members), because);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "\"7\"", "1.5", "9223372036854775808", "null"})
    void sequence_outsideOfOneToTwoToThe63_isRefused(String sequence) {
        assertRefused(
                "{\"operation\":\"ADD\",\"queryId\":\"tanks\",\"sequenceId\":" + sequence + ",\"after\":{}}",
                "sequence");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1.5", "2147483648", "\"3\"", "null", "[3]"})
    void resultCount_thatIsNoCount_isNotTold(String count) {
        assertThat(read(diff("ADD", "\"after\":{},\"metadata\":{\"result_count\":" + count + "}"))
                        .resultCount())
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"yesterday\"", "5", "null", "\"2026-02-03T04:05:06\""})
    void timestamp_thatIsNoTime_isNotTold(String timestamp) {
        assertThat(read(diff("ADD", "\"after\":{},\"timestamp\":" + timestamp)).timestamp())
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "5", "{\"batch\":5}", "{\"batch\":null}", "{}"})
    void body_thatIsNoBatch_isRefused(String body) {
        assertThatThrownBy(() -> HttpDiffs.readBatch(Lines.bytes(body))).isInstanceOf(UnusableLineException.class);
    }

    @Test
    void batch_mayMixEmissionsAndQueries() {
        Batch batch = HttpDiffs.readBatch(Lines.bytes("{\"batch\":[" + diff("ADD", "\"after\":{}") + ","
                + diff("ADD", "\"after\":{}").replace("tanks", "pumps") + ","
                + diff("DELETE", "\"before\":{}").replace("\"sequenceId\":3", "\"sequenceId\":4") + "]}"));
        assertThat(batch.parts())
                .extracting(Part::queryId, Part::sequence)
                .containsExactly(tuple("tanks", 3L), tuple("pumps", 3L), tuple("tanks", 4L));
        assertThat(batch.refused()).isNull();
    }

    @Test
    void batch_withUnusableDiffs_isReadWithoutThem() {
        Batch batch = HttpDiffs.readBatch(Lines.bytes("{\"batch\":[" + diff("ADD", "\"after\":{}") + ",5,"
                + diff("ADD", "\"x\":1") + "," + diff("DELETE", "\"before\":{}") + "]}"));
        assertThat(batch.places()).containsExactly(0, 3);
        assertThat(batch.parts()).hasSize(2);
        assertThat(batch.refused())
                .isEqualTo(new Refused("A value has the wrong type. Where: diff. Expected: an object. Found: 5.", 1));
    }

    private static String diff(String operation, String members) {
        return "{\"operation\":\"" + operation + "\",\"queryId\":\"tanks\",\"sequenceId\":3," + members + "}";
    }

    private static Part read(String diff) {
        return HttpDiffs.readDiff(Lines.bytes(diff));
    }

    private static void assertRefused(String diff, String because) {
        assertThatThrownBy(() -> read(diff))
                .isInstanceOf(UnusableLineException.class)
                .hasMessageContaining(because);
    }
}
