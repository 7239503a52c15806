package io.afterimage.drasi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.drasi.ParsedLine.Control;
import io.afterimage.drasi.ParsedLine.Emission;
import io.afterimage.drasi.ParsedLine.Nothing;
import io.afterimage.drasi.ParsedLine.Order;
import io.afterimage.drasi.ParsedLine.Signal;
import io.afterimage.drasi.RowChange.Put;
import io.afterimage.drasi.RowChange.Remove;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LineParserTest {

    private static final String CHANGE = Lines.change("hot-rooms", 1043, "{\"room\":\"r2\"}", "", "{\"room\":\"r9\"}");

    @Test
    void delivery_tellsWhenItWasPublished() {
        assertThat(delivery(CHANGE)).extracting("timestamp").isEqualTo(Instant.ofEpochMilli(5));
        String result = Lines.result("q", 1, Lines.add("{}", "5"))
                .replace("\"metadata\":{}", "\"timestamp\":\"2026-08-21T12:00:00.000000001Z\"");
        assertThat(delivery(result)).extracting("timestamp").isEqualTo(Instant.parse("2026-08-21T12:00:00.000000001Z"));
        assertThat(delivery(result.replace("Z\"", "\"")))
                .extracting("timestamp")
                .isNull();
        assertThat(delivery(Lines.control("q", 3, "running", "7"))).isInstanceOf(Delivery.Control.class);
        assertThat(new LineParser("other").parseDelivery(Lines.bytes(CHANGE))).isEmpty();
    }

    private static Delivery delivery(String line) {
        return new LineParser(null).parseDelivery(Lines.bytes(line)).orElseThrow();
    }

    @Test
    void queryResult_withEveryDiff_isReadInOrder() {
        Emission emission =
                emission("{\"query_id\":\"q1\",\"sequence\":7,\"timestamp\":\"2026-08-21T10:00:00Z\",\"results\":["
                        + "{\"type\":\"ADD\",\"data\":{\"id\":1},\"row_signature\":11596954130545668201},"
                        + "{\"type\":\"UPDATE\",\"data\":{\"id\":3},\"before\":{\"id\":2},\"after\":{\"id\":3},\"row_signature\":5},"
                        + "{\"type\":\"aggregation\",\"before\":null,\"after\":{\"n\":1},\"grouping_keys\":[\"n\"],\"row_signature\":6},"
                        + "{\"type\":\"noop\"},"
                        + "{\"type\":\"DELETE\",\"data\":{\"id\":4},\"row_signature\":7}],\"metadata\":{\"source_id\":\"s1\"},"
                        + "\"profiling\":{\"source_ns\":null}}");
        assertThat(emission.queryId()).isEqualTo("q1");
        assertThat(emission.sequence()).isEqualTo(7);
        assertThat(emission.order()).isEqualTo(Order.AS_LISTED);
        assertThat(emission.changes()).hasSize(4);
        assertThat(emission.changes().get(0).hint().signature())
                .isEqualTo(Long.parseUnsignedLong("11596954130545668201"));
        assertThat((Put) emission.changes().get(1))
                .satisfies(put -> assertThat(put.before()).hasToString("{\"id\":2}"))
                .satisfies(put -> assertThat(put.after()).hasToString("{\"id\":3}"));
        assertThat((Put) emission.changes().get(2))
                .satisfies(put -> assertThat(put.before()).isNull())
                .satisfies(put -> assertThat(put.hint().groupingKeys()).containsExactly("n"));
        assertThat(emission.changes().get(3)).isInstanceOf(Remove.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"add", "Add", "ADD"})
    void type_inAnyCase_isKnown(String type) {
        assertThat(emission(Lines.result("q", 1, "{\"type\":\"" + type + "\",\"data\":{}}"))
                        .changes())
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "0,",
        "null,",
        "1,1",
        "9223372036854775808,9223372036854775808",
        "18446744073709551615,18446744073709551615"
    })
    void rowSignature_isReadExactly_andZeroIsNone(String written, String read) {
        Long signature = emission(Lines.result("q", 1, Lines.add("{}", written)))
                .changes()
                .get(0)
                .hint()
                .signature();
        assertThat(signature == null ? null : Long.toUnsignedString(signature)).isEqualTo(read);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "-0", "1.0", "1e3", "18446744073709551616", "\"7\"", "true", "[]", "{}"})
    void rowSignature_ofAnotherKind_isRefused(String written) {
        refused(Lines.result("q", 1, Lines.add("{}", written)), "Where: row_signature.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"7\"", "7.0", "-7", "9223372036854775808", "1e1"})
    void sequence_ofAnotherKind_isRefused(String written) {
        refused(
                "{\"query_id\":\"q\",\"sequence\":" + written + ",\"results\":[" + Lines.add("{}", "1") + "]}",
                "sequence");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"sequence\":0,", "\"sequence\":null,", ""})
    void sequence_missing_isRefused_unlessNothingChanges(String sequence) {
        String head = "{\"query_id\":\"q\"," + sequence + "\"results\":[";
        refused(head + Lines.add("{}", "1") + "]}", "carries no sequence");
        assertThat(parse(head + "{\"type\":\"noop\"}]}")).isEqualTo(Nothing.NOTHING);
    }

    @Test
    void noopsOnly_consumeTheirNumber() {
        assertThat(emission(Lines.result("q", 3, "{\"type\":\"noop\"}")).sequence())
                .isEqualTo(3);
        assertThat(emission(Lines.result("q", 3)).changes()).isEmpty();
    }

    @Test
    void changeEvent_putsDeletesBeforeUpdatesBeforeAdds() {
        Emission emission = emission(Lines.change(
                "q",
                2,
                "{\"a\":1}",
                "{\"before\":null,\"after\":{\"u\":1},\"grouping_keys\":[\"u\"]},"
                        + "{\"before\":{\"u\":2},\"after\":{\"u\":3},\"groupingKeys\":[\"u\"]}",
                "{\"d\":1}"));
        assertThat(emission.order()).isEqualTo(Order.DELETES_FIRST);
        assertThat(emission.changes()).hasSize(4);
        assertThat(emission.changes().get(0)).isInstanceOf(Remove.class);
        assertThat(emission.changes().get(1).hint().groupingKeys()).containsExactly("u");
        assertThat(emission.changes().get(2).hint().groupingKeys()).containsExactly("u");
        assertThat((Put) emission.changes().get(3))
                .satisfies(put -> assertThat(put.after()).hasToString("{\"a\":1}"));
    }

    @Test
    void changeEvent_withoutLists_isEmptyAndNumbered() {
        assertThat(emission("{\"kind\":\"change\",\"queryId\":\"q\",\"sequence\":4,\"addedResults\":null}"))
                .isEqualTo(new Emission("q", 4, List.of(), Order.DELETES_FIRST));
    }

    @ParameterizedTest
    @CsvSource({
        "bootstrapStarted,BOOTSTRAP_STARTED",
        "bootstrapCompleted,OTHER",
        "running,OTHER",
        "stopped,OTHER",
        "deleted,DELETED",
        "new-one,OTHER"
    })
    void controlEvent_isRead(String signal, Signal expected) {
        assertThat(parse(Lines.control("q", 1, signal, "1755770000000")))
                .isEqualTo(new Control("q", 1, expected, 1755770000000L));
        assertThat(parse(Lines.control("q", 1, signal, "null"))).isEqualTo(new Control("q", 1, expected, null));
    }

    @Test
    void cloudEvent_withDataAsObjectStringOrBase64_isUnwrapped() {
        String event = "{\"specversion\":\"1.0\",\"id\":\"1\",\"type\":\"com.dapr.event.sent\",\"topic\":\"t\",";
        String quoted = CHANGE.replace("\\", "\\\\").replace("\"", "\\\"");
        String base64 = Base64.getEncoder().encodeToString(Lines.bytes(CHANGE));
        for (String line : List.of(
                event + "\"data\":" + CHANGE + "}",
                event + "\"data\":\"" + quoted + "\"}",
                event + "\"data_base64\":\"" + base64 + "\"}")) {
            assertThat(emission(line).toString()).isEqualTo(emission(CHANGE).toString());
        }
        refused(event + "\"data_base64\":\"%\"}", "base64");
        refused(event + "\"data\":7}", "Where: data.");
        refused(event + "\"data\":\"{\"}", "ends in the middle");
        refused(event + "\"topic2\":\"x\"}", "Expected: data_base64");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"heartbeat\",\"ts\":1755770430123}",
                "{\"op\":\"u\",\"seq\":1043,\"payload\":{}}",
                "{\"header\":{\"sequence\":1043}}",
                "{}",
            })
    void otherForm_isRefused_namingTheKnownOnes(String line) {
        refused(line, "Known: Drasi QueryResult");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "7",
                "{\"query_id\":7,\"results\":[]}",
                "{\"query_id\":\"\",\"results\":[]}",
                "{\"query_id\":\"q\",\"results\":{}}",
                "{\"query_id\":\"q\",\"results\":[null]}",
                "{\"query_id\":\"q\",\"sequence\":1,\"results\":[{\"data\":{}}]}",
                "{\"query_id\":\"q\",\"sequence\":1,\"results\":[{\"type\":\"MERGE\",\"data\":{}}]}",
                "{\"query_id\":\"q\",\"sequence\":1,\"results\":[{\"type\":\"ADD\"}]}",
                "{\"query_id\":\"q\",\"sequence\":1,\"results\":[{\"type\":\"ADD\",\"data\":null}]}",
                "{\"query_id\":\"q\",\"sequence\":1,\"results\":[{\"type\":\"UPDATE\",\"before\":{}}]}",
                "{\"query_id\":\"q\",\"sequence\":1,\"results\":[{\"type\":\"ADD\",\"data\":{},\"grouping_keys\":[1]}]}",
                "{\"query_id\":\"q\",\"sequence\":1,\"sequence\":2,\"results\":[]}",
                "{\"kind\":\"reload\",\"queryId\":\"q\",\"sequence\":1}",
                "{\"kind\":\"control\",\"queryId\":\"q\",\"sequence\":1}",
                "{\"kind\":\"control\",\"queryId\":\"q\",\"sequence\":1,\"controlSignal\":{}}",
                "{\"kind\":\"control\",\"queryId\":\"q\",\"controlSignal\":{\"kind\":\"running\"}}",
                "{\"kind\":\"change\",\"queryId\":\"q\",\"sequence\":1,\"addedResults\":{}}",
                "{\"kind\":\"change\",\"queryId\":\"q\",\"sequence\":1,\"updatedResults\":[{\"before\":{}}]}",
            })
    void wrongShape_isRefused(String line) {
        assertThatThrownBy(() -> parse(line)).isInstanceOf(UnusableLineException.class);
    }

    @Test
    void query_thatIsNotWanted_isNothing_andALineWithoutOneIsTheWantedOnes() {
        LineParser wanted = new LineParser("q");
        assertThat(wanted.parse(Lines.bytes(Lines.result("other", 1, Lines.add("{}", "1")))))
                .isEqualTo(Nothing.NOTHING);
        assertThat(wanted.parse(Lines.bytes("{\"sequence\":1,\"results\":[]}")))
                .isInstanceOfSatisfying(
                        Emission.class, e -> assertThat(e.queryId()).isEqualTo("q"));
        refused("{\"sequence\":1,\"results\":[]}", "--query");
    }

    private static void refused(String line, String saying) {
        assertThatThrownBy(() -> parse(line))
                .isInstanceOf(UnusableLineException.class)
                .hasMessageContaining(saying);
    }

    private static Emission emission(String line) {
        return (Emission) parse(line);
    }

    private static ParsedLine parse(String line) {
        return new LineParser(null).parse(Lines.bytes(line));
    }
}
