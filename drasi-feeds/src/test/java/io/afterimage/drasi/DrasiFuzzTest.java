package io.afterimage.drasi;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.afterimage.CorruptStoreException;
import io.afterimage.NewerFormatException;
import io.afterimage.RefusedException;
import io.afterimage.drasi.grpc.GrpcDecoders;
import io.afterimage.drasi.http.PathDecoders;
import io.afterimage.drasi.view.ViewDecoders;
import io.afterimage.tck.fuzz.Decoder;
import io.afterimage.tck.fuzz.DecoderFuzzContract;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Every wire form of a Drasi, and what a feed keeps in its store. */
public class DrasiFuzzTest extends DecoderFuzzContract {

    private static final String ROW = "{\"id\":1,\"name\":\"a\\u00e9\",\"temp\":-1.50e2,\"on\":[true,null]}";
    private static final String QUERY_RESULT =
            "{\"query_id\":\"q\",\"sequence\":3,\"timestamp\":\"2026-08-21T10:00:00Z\","
                    + "\"results\":[{\"type\":\"ADD\",\"data\":" + ROW + ",\"row_signature\":18446744073709551615},"
                    + "{\"type\":\"UPDATE\",\"before\":{},\"after\":" + ROW + ",\"grouping_keys\":[\"id\"]},"
                    + "{\"type\":\"DELETE\",\"data\":" + ROW + "},{\"type\":\"noop\"}]}";
    private static final String CHANGE = "{\"kind\":\"change\",\"queryId\":\"q\",\"sequence\":4,\"sourceTimeMs\":5,"
            + "\"addedResults\":[" + ROW + "],\"updatedResults\":[{\"before\":" + ROW + ",\"after\":" + ROW + "}],"
            + "\"deletedResults\":[" + ROW + "]}";
    private static final String CONTROL = "{\"kind\":\"control\",\"queryId\":\"q\",\"sequence\":1,\"sourceTimeMs\":5,"
            + "\"controlSignal\":{\"kind\":\"bootstrapStarted\"}}";
    private static final String DIFF = "{\"operation\":\"UPDATE\",\"queryId\":\"q\",\"sequenceId\":1,"
            + "\"timestamp\":\"2026-08-21T10:00:00Z\",\"before\":{\"id\":1},\"after\":" + ROW + ","
            + "\"metadata\":{\"result_count\":2,\"source\":\"s\",\"n\":{}}}";
    private static final String PART = "01" + "0000000000000002" + "0000000000000007" + "000000000000002a"
            + "0000000171" + "00" + "00000003" + "01" + "0000000000000001" + "00000002"
            + "00000001" + "0000000161" + "0000000162"
            + "00" + "01" + "000000077b2261223a317d" + "01" + "000000077b2261223a327d" + "01"
            + "ffffffffffffffff" + "00";
    private static final String WHOLE = "01" + "0000000000000001" + "0000000000000000" + "0000000000000005"
            + "0000000171" + "01" + "01" + "00" + "00000000" + "00000001"
            + "01" + "01" + "000000027b7d" + "00" + "01" + "00000001" + "0000000167";

    @Override
    protected List<Decoder<?>> decoders() {
        List<Decoder<?>> all = new ArrayList<>(List.of(json(), key(), line(), file(), diff(), batch()));
        all.addAll(List.of(heldRow(), row(), identity(), bootstrap(), content()));
        all.addAll(GrpcDecoders.all());
        all.addAll(PathDecoders.all());
        all.addAll(ViewDecoders.all());
        return all;
    }

    private static Decoder<?> json() {
        return Decoder.of("json", input -> {
                    RawJson value = RawJson.parse(input);
                    walk(value);
                    return value;
                })
                .refusing(UnusableLineException.class)
                .backToForm(RawJson::bytes)
                .seeds(ROW, "[]", " 1e5 ", "\"\\ud83d\\ude00\"");
    }

    private static void walk(RawJson value) {
        if (value.isObject()) {
            value.members().values().forEach(DrasiFuzzTest::walk);
        } else if (value.isArray()) {
            value.elements().forEach(DrasiFuzzTest::walk);
        }
        Objects.requireNonNull(value.text());
    }

    private static Decoder<?> key() {
        return Decoder.of(
                        "key", input -> RowKey.of(RawJson.parse(input), RowIdentity.ByFullRow.BY_FULL_ROW, RowKey.XXH3))
                .refusing(UnusableLineException.class)
                .seeds(ROW, "[1.0,1e400,\"x\"]");
    }

    private static Decoder<?> line() {
        return Decoder.of("line", input -> held(new LineParser(null).parseDelivery(input)))
                .refusing(UnusableLineException.class)
                .seeds(
                        QUERY_RESULT,
                        CHANGE,
                        CONTROL,
                        "{\"specversion\":\"1.0\",\"id\":\"1\",\"data\":" + CHANGE + "}",
                        "{\"specversion\":\"1.0\",\"data\":\"{\\\"query_id\\\":\\\"q\\\",\\\"results\\\":[]}\"}",
                        "{\"specversion\":\"1.0\",\"data_base64\":\"eyJraW5kIjoiY29udHJvbCJ9\"}");
    }

    private static Decoder<?> file() {
        return Decoder.of("file", input -> {
                    LineReader reader = new LineReader(new ByteArrayInputStream(input));
                    List<byte[]> lines = new ArrayList<>();
                    for (byte[] line = reader.next(); line.length > 0; line = reader.next()) {
                        lines.add(line);
                    }
                    return lines;
                })
                .refusing(UnusableLineException.class, IOException.class)
                .seeds("{}\n \n{}\r\n", "\uFEFF{}");
    }

    private static Decoder<?> diff() {
        return Decoder.of("diff", input -> held(Optional.of(HttpDiffs.readDiff(input))))
                .refusing(UnusableLineException.class)
                .seeds(DIFF, DIFF.replace("UPDATE", "ADD").replace("before", "was"));
    }

    private static Decoder<?> batch() {
        return Decoder.of("batch", input -> {
                    HttpDiffs.Batch batch = HttpDiffs.readBatch(input);
                    batch.parts().forEach(part -> held(Optional.of(part)));
                    return batch;
                })
                .refusing(UnusableLineException.class)
                .seeds("{\"batch\":[" + DIFF + "," + DIFF.replace("\"sequenceId\":1", "\"sequenceId\":\"2\"") + "]}");
    }

    /**
     * What was taken is held and comes back.
     *
     * @param taken what was decoded
     * @return what is held
     */
    public static byte[] held(Optional<? extends Delivery> taken) {
        if (taken.isEmpty()) {
            return new byte[0];
        }
        byte[] held = new HeldRow(1, 2, taken.get()).encode();
        if (!Arrays.equals(HeldRow.decode("home", 1, held).encode(), held)) {
            throw new IllegalStateException(
                    "What is held does not come back: " + HexFormat.of().formatHex(held));
        }
        return held;
    }

    private static Decoder<?> heldRow() {
        return Decoder.of("held-row", input -> HeldRow.decode("home", 1, input))
                .refusing(CorruptStoreException.class, NewerFormatException.class)
                .backToForm(HeldRow::encode)
                .seeds(HexFormat.of().parseHex(PART), HexFormat.of().parseHex(WHOLE));
    }

    private static Decoder<?> row() {
        byte[] envelope = DrasiRow.envelope(new byte[RowKey.FINGERPRINT_BYTES], 3, ROW.getBytes(UTF_8));
        return Decoder.of("row", input -> DrasiRow.read("q", 1, input))
                .refusing(CorruptStoreException.class, NewerFormatException.class)
                .backToBytes(row -> row.fingerprint()
                        .map(fingerprint -> DrasiRow.envelope(fingerprint, row.copies(), row.json()))
                        .orElseGet(row::json))
                .seeds(envelope, ROW.getBytes(UTF_8));
    }

    private static Decoder<?> identity() {
        return Decoder.of("identity", RowIdentity::decode)
                .refusing(CorruptStoreException.class, NewerFormatException.class, RefusedException.class)
                .backToValue(RowIdentity::encode)
                .seeds(
                        "{\"version\":1,\"kind\":\"columns\",\"columns\":[\"a\",\"b\"]}",
                        "{\"version\":1,\"kind\":\"full_row\"}",
                        "\"row_signature\"",
                        "{\"version\":2}",
                        "[]")
                .seeds("%", "{\"version\":1,", "{\"a\":1,\"a\":2}"); // found: said to be a bad line
    }

    private static Decoder<?> bootstrap() {
        return Decoder.of("bootstrap", Bootstrap::decode)
                .refusing(CorruptStoreException.class)
                .backToValue(Bootstrap::encode)
                .seeds("5/1700000000000", "5")
                .seeds("%", "5/17000]"); // found: an exception of a number's parser
    }

    private static Decoder<?> content() {
        return Decoder.ofText(
                        "content",
                        text -> Objects.requireNonNull(EmissionContent.in(Map.of(EmissionContent.METADATA_KEY, text))))
                .refusing(CorruptStoreException.class)
                .backToValue(content -> content.toString().getBytes(UTF_8))
                .seeds(
                        EmissionContent.of(List.of(new RowChange.Remove(
                                        RawJson.parse("{}".getBytes(UTF_8)), new RowChange.Hint(null, null))))
                                .toString(),
                        "control:deleted")
                .seeds("diffs:A", "diffs:AAAA"); // found: exceptions of base64 and of a buffer
    }
}
