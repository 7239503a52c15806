package io.afterimage.mirror;

import static io.afterimage.mirror.Samples.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.RefusedException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.DoubleNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** The JSON forms of the value types, and what they refuse. */
class MirrorJsonTest {

    private static final String DELTA = "{\"resource\":\"orders\",\"record_id\":\"ö-1\",\"op\":\"upsert\","
            + "\"payload\":{\"total\":1.10,\"big\":12345678901234567890.123456789},"
            + "\"occurred_at\":\"2026-01-02T03:04:05.000000006Z\","
            + "\"provenance\":{\"source\":\"crm\",\"confidence\":0.5}}";

    @Test
    void delta_roundTrips_withEveryDigit() {
        Delta delta = Delta.parse(DELTA);
        assertThat(delta.occurredAt()).isEqualTo(Instant.parse("2026-01-02T03:04:05.000000006Z"));
        assertThat(delta.toJson().toString()).isEqualTo(DELTA);
        assertThat(Delta.fromJson(delta.toJson())).isEqualTo(delta);
    }

    @Test
    void delete_hasANullPayload_andMayLeaveItOut() {
        Delta delta = Samples.del("orders", "1", 3);
        assertThat(delta.toJson().get("payload").isNull()).isTrue();
        ObjectNode json = delta.toJson();
        json.remove("payload");
        assertThat(Delta.fromJson(json)).isEqualTo(delta);
    }

    @Test
    void unknownMembers_areIgnored_aMissingConfidenceIsFull_andOtherOffsetsAreRead() {
        Delta delta = Delta.parse("{\"x\":1,\"resource\":\"r\",\"record_id\":\"1\",\"op\":\"upsert\",\"payload\":null,"
                + "\"occurred_at\":\"2026-01-02T03:04:05+02:00\",\"provenance\":{\"source\":\"crm\",\"y\":[]}}");
        assertThat(delta.confidence()).isEqualTo(1.0);
        assertThat(delta.occurredAt()).isEqualTo(Instant.parse("2026-01-02T01:04:05Z"));
        assertThat(delta.payload().isNull()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "resource|7",
                "resource|\"\"",
                "resource|\"*\"",
                "record_id|null",
                "op|\"UPSERT\"",
                "op|1",
                "occurred_at|\"yesterday\"",
                "occurred_at|\"2026-01-02\"",
                "occurred_at|1767323045",
                "occurred_at|\"+12026-01-02T03:04:05Z\"",
                "provenance|\"crm\"",
            })
    void wrongMember_isNamed(String member, String value) {
        ObjectNode json = (ObjectNode) json(DELTA);
        json.set(member, json(value));
        assertNamed(json, member);
        json.remove(member);
        assertNamed(json, member);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-0.1", "1.1", "\"0.5\"", "null", "\"NaN\"", "1e400"})
    void wrongConfidence_isNamed(String value) {
        ObjectNode json = (ObjectNode) json(DELTA);
        ((ObjectNode) json.get("provenance")).set("confidence", json(value));
        assertNamed(json, "provenance.confidence");
    }

    @Test
    void wrongPayloadAndWrongWhole_areNamed() {
        ObjectNode json = (ObjectNode) json(DELTA);
        json.remove("payload");
        assertNamed(json, "payload");
        json.put("op", "delete").put("payload", 1);
        assertNamed(json, "payload");
        assertThatThrownBy(() -> Delta.fromJson(json("[]"))).isInstanceOf(MalformedJsonException.class);
        for (String text : new String[] {"", "{", "{} {}", "nul"}) {
            assertThatThrownBy(() -> Delta.parse(text))
                    .isInstanceOfSatisfying(
                            MalformedJsonException.class,
                            e -> assertThat(e.member()).isEqualTo("$"));
        }
    }

    private static void assertNamed(ObjectNode json, String member) {
        assertThatThrownBy(() -> Delta.fromJson(json))
                .isInstanceOfSatisfying(
                        MalformedJsonException.class,
                        e -> assertThat(e.member()).isEqualTo(member))
                .hasMessageContaining("Member: " + member);
    }

    @Test
    void record_roundTrips() {
        MirroredRecord record =
                new MirroredRecord("orders", "1", json("[1,{\"a\":null}]"), "crm", Samples.NOW, 0.25, 7, Samples.at(1));
        assertThat(record.toJson().toString())
                .isEqualTo(
                        "{\"resource\":\"orders\",\"record_id\":\"1\",\"payload\":[1,{\"a\":null}],\"source\":\"crm\","
                                + "\"last_synced_at\":\"2026-03-01T12:00:00Z\",\"confidence\":0.25,\"version\":7,"
                                + "\"occurred_at\":\"2026-01-01T00:00:01Z\"}");
        assertThat(MirroredRecord.fromJson(record.toJson())).isEqualTo(record);
        for (String member : new String[] {"payload", "version", "last_synced_at", "source"}) {
            ObjectNode json = record.toJson();
            json.remove(member);
            assertThatThrownBy(() -> MirroredRecord.fromJson(json))
                    .isInstanceOf(MalformedJsonException.class)
                    .hasMessageContaining(member);
        }
    }

    @Test
    void valuesOutsideTheirLimits_areRefused() {
        for (double confidence : new double[] {Double.NaN, -0.001, 1.001, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> new Provenance("crm", confidence)).isInstanceOf(RefusedException.class);
        }
        assertThat(new Provenance("crm", -0.0)).isEqualTo(new Provenance("crm", 0.0));
        assertThatThrownBy(() -> Samples.put("r".repeat(901), "1", 1, "1")).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> Samples.put("r", "\uD800", 1, "1")).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> Samples.put("r", "ö".repeat(2_049), 1, "1")).isInstanceOf(RefusedException.class);
        assertThat(Samples.put("r".repeat(900), "ö".repeat(2_048), 1, "1").payload())
                .isNotNull();
        assertThatThrownBy(() -> new CursorUpdate("crm", "*", "x".repeat(60_001)))
                .isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> Samples.put("r", "1", 1, "1").at(Instant.MAX)).isInstanceOf(RefusedException.class);
    }

    @Test
    void payloadThatIsNoJson_isRefused() {
        assertThatThrownBy(() -> PayloadCodec.encode("r", "1", DoubleNode.valueOf(Double.NaN)))
                .isInstanceOf(RefusedException.class);
        ObjectNode deep = (ObjectNode) json("{}");
        ObjectNode at = deep;
        for (int i = 0; i < 2_000; i++) {
            at = at.putObject("a");
        }
        assertThatThrownBy(() -> PayloadCodec.encode("r", "1", deep)).isInstanceOf(RefusedException.class);
    }

    @Test
    void textThatIsNoUnicode_isKeptAsJsonKeepsIt() {
        StringNode half = StringNode.valueOf("\uD800");
        assertThat(PayloadCodec.decode("q", PayloadCodec.encode("r", "1", half)))
                .isEqualTo(half);
    }

    @Test
    void canonicalText_isOneForAllWaysToWriteIt() {
        assertThat(PayloadCodec.canonical(json("{\"b\":1.0,\"a\":[1e2,-0.0]}")))
                .isEqualTo(PayloadCodec.canonical(json("{\"a\":[100,0],\"b\":1}")));
        assertThat(PayloadCodec.canonical(json("1")))
                .isNotEqualTo(PayloadCodec.canonical(json("\"1\"")))
                .isNotEqualTo(PayloadCodec.canonical(json("[1]")));
    }
}
