package io.afterimage.drasi.grpc;

import static io.afterimage.drasi.grpc.Protos.add;
import static io.afterimage.drasi.grpc.Protos.delete;
import static io.afterimage.drasi.grpc.Protos.item;
import static io.afterimage.drasi.grpc.Protos.struct;
import static io.afterimage.drasi.grpc.Protos.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Timestamp;
import io.afterimage.drasi.Delivery.Part;
import io.afterimage.drasi.RowChange.Hint;
import io.afterimage.drasi.RowChange.Put;
import io.afterimage.drasi.RowChange.Remove;
import io.afterimage.drasi.UnusableLineException;
import io.afterimage.drasi.grpc.proto.QueryResultItem;
import io.afterimage.drasi.grpc.proto.QueryResultItemType;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The traps of Drasi's gRPC wire, one by one. */
class ResultItemsTest {

    @Test
    void add_hasAfterOnly() {
        Put put = (Put) read(add(4, 11, "{\"tank\":\"t1\",\"level\":3}")).change();
        assertThat(put.before()).isNull();
        assertThat(put.after()).hasToString("{\"level\":3,\"tank\":\"t1\"}");

        QueryResultItem both =
                add(4, 11, "{}").toBuilder().setBefore(struct("{}")).build();
        assertRefused(both, "Where: an ADD. Expected: no before. Found: one.");
        assertRefused(
                add(4, 11, "{}").toBuilder().clearAfter().build(), "Where: an ADD. Expected: after. Found: none.");
    }

    @Test
    void delete_hasBeforeOnly() {
        Remove remove = (Remove) read(delete(4, 11, "{\"tank\":\"t1\"}")).change();
        assertThat(remove.before()).hasToString("{\"tank\":\"t1\"}");

        QueryResultItem both =
                delete(4, 11, "{}").toBuilder().setAfter(struct("{}")).build();
        assertRefused(both, "Where: a DELETE. Expected: no after. Found: one.");
        QueryResultItem none = delete(4, 11, "{}").toBuilder().clearBefore().build();
        assertRefused(none, "Where: a DELETE. Expected: before. Found: none.");
    }

    @Test
    void update_hasBoth_andOfAnAggregationMayLackBefore() {
        Put put = (Put) read(update(4, 11, "{\"n\":1}", "{\"n\":2}")).change();
        assertThat(put.before()).hasToString("{\"n\":1}");
        assertThat(put.after()).hasToString("{\"n\":2}");

        QueryResultItem first =
                update(4, 11, "{}", "{\"n\":1}").toBuilder().clearBefore().build();
        assertThat(((Put) read(first).change()).before()).isNull();
        QueryResultItem none =
                update(4, 11, "{}", "{}").toBuilder().clearAfter().build();
        assertRefused(none, "Where: an UPDATE. Expected: after. Found: none.");
    }

    @Test
    void emptyRow_isARow() {
        assertThat(((Put) read(add(4, 11, "{}")).change()).after()).hasToString("{}");
    }

    @Test
    void type_thatIsUnspecifiedOrUnknown_isRefused() {
        QueryResultItem unspecified = item(QueryResultItemType.QUERY_RESULT_ITEM_TYPE_UNSPECIFIED, 4, 11)
                .setAfter(struct("{}"))
                .build();
        assertRefused(unspecified, "Found: number 0.");
        assertRefused(unspecified.toBuilder().setItemTypeValue(9).build(), "Found: number 9.");
    }

    @ParameterizedTest
    @CsvSource({"1", "418212035176988429", "9223372036854775808", "11596954130545668201", "18446744073709551615"})
    void signature_isAny64BitsButZero(String signature) {
        long bits = Long.parseUnsignedLong(signature);
        assertThat(read(add(4, bits, "{}")).change().hint()).isEqualTo(new Hint(bits, null));
        assertThat(read(add(4, 0, "{}")).change().hint()).isEqualTo(Hint.NONE);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, Long.MIN_VALUE, -1})
    void sequence_outsideOfOneToTwoToThe63_isRefused(long sequence) {
        assertThat(read(add(Long.MAX_VALUE, 11, "{}")).sequence()).isEqualTo(Long.MAX_VALUE);
        assertRefused(add(sequence, 11, "{}"), "Found: " + Long.toUnsignedString(sequence) + ".");
    }

    @Test
    void row_thatIsNoObject_staysWrappedAsItCame() {
        assertThat(((Put) read(add(4, 11, "{\"value\":30}")).change()).after()).hasToString("{\"value\":30}");
    }

    @Test
    void payload_isIgnored_andMayBeMissing() {
        QueryResultItem without = add(4, 418212035176988429L, "{\"n\":1}"); // outputFormat: proto
        QueryResultItem with = without.toBuilder()
                .setPayload(struct("{\"rowSignature\":418212035176988400,\"sequenceId\":5,\"after\":{\"n\":2}}"))
                .build();
        assertThat(read(with).change().hint()).isEqualTo(read(without).change().hint());
        assertThat(read(with).sequence()).isEqualTo(4);
        assertThat(((Put) read(with).change()).after()).hasToString("{\"n\":1}");
    }

    @Test
    void metadata_tellsHowManyDiffsTheEmissionHas() {
        QueryResultItem told = add(4, 11, "{}").toBuilder()
                .setMetadata(struct("{\"source_id\":\"plant\",\"result_count\":3,\"hops\":[1,2.5]}"))
                .build();
        assertThat(read(told).resultCount()).isEqualTo(3);
        assertThat(read(told).metadata()).isEqualTo(Map.of("source_id", "plant", "hops", "[1,2.5]"));
        assertThat(read(add(4, 11, "{}")).resultCount()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1.5", "2147483648", "\"3\"", "null", "[3]"})
    void resultCount_thatIsNoCount_isNotTold(String count) {
        QueryResultItem told = add(4, 11, "{}").toBuilder()
                .setMetadata(struct("{\"result_count\":" + count + "}"))
                .build();
        assertThat(read(told).resultCount()).isNull();
    }

    @Test
    void timestamp_isToldWhereItIsATime() {
        Timestamp time =
                Timestamp.newBuilder().setSeconds(1_766_000_000).setNanos(5).build();
        QueryResultItem timed = add(4, 11, "{}").toBuilder().setTimestamp(time).build();
        assertThat(read(timed).timestamp()).isEqualTo(Instant.ofEpochSecond(1_766_000_000, 5));
        assertThat(read(add(4, 11, "{}")).timestamp()).isNull();

        Timestamp never = Timestamp.newBuilder().setSeconds(Long.MAX_VALUE).build();
        assertThat(read(timed.toBuilder().setTimestamp(never).build()).timestamp())
                .isNull();
    }

    private static Part read(QueryResultItem item) {
        return ResultItems.read("tanks", item);
    }

    private static void assertRefused(QueryResultItem item, String because) {
        assertThatThrownBy(() -> read(item))
                .isInstanceOf(UnusableLineException.class)
                .hasMessageEndingWith(because);
    }
}
