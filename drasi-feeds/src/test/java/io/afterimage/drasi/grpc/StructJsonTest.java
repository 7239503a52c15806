package io.afterimage.drasi.grpc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.afterimage.drasi.UnusableLineException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StructJsonTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "20.0, 20",
        "21.5, 21.5",
        "-3.0, -3",
        "-0.0, -0.0",
        "1e6, 1000000",
        "0.001, 0.001",
        "2e-3, 0.002",
        "1e-7, 1.0E-7",
        "9007199254740991, 9007199254740991",
        "9007199254740992, 9.007199254740992E15",
        "-9007199254740993, -9.007199254740992E15",
        "18446744073709551615, 1.8446744073709552E19",
        "2e23, 2.0E23",
        "4.9e-324, 4.9E-324",
        "1.7976931348623157e308, 1.7976931348623157E308"
    })
    void number_belowTwoToThe53_isAnIntegerIfItIsWhole_andAnyOtherItsShortestDecimal(double number, String written) {
        assertThat(StructJson.number("after", number)).isEqualTo(written);
    }

    @Property
    void number_isReadAsTheSameDouble(@ForAll double number) {
        double written = Double.parseDouble(StructJson.number("after", number));
        assertThat(Double.doubleToRawLongBits(written)).isEqualTo(Double.doubleToRawLongBits(number));
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void number_thatIsNotFinite_isRefused(double number) {
        assertThatThrownBy(() -> StructJson.number("after", number))
                .isInstanceOf(UnusableLineException.class)
                .hasMessageContaining("Where: after")
                .hasMessageContaining("the number " + number);
    }

    @Test
    void everyKindOfValue_isWritten() {
        String json =
                "{\"a\":null,\"b\":true,\"c\":\"x \\\"y\\\" \\n ü 🙂\",\"d\":[1,[],{}],\"e\":{\"f\":-0.5},\"g\":\"NaN\"}";
        assertThat(write(Protos.struct(json))).isEqualTo(json);
    }

    @Test
    void members_keepTheOrderOfTheWire() {
        Struct.Builder row = Struct.newBuilder();
        for (String name : new String[] {"z", "a", "m"}) {
            row.putFields(name, Value.newBuilder().setBoolValue(true).build());
        }
        assertThat(write(row.build())).isEqualTo("{\"z\":true,\"a\":true,\"m\":true}");
    }

    @Test
    void valueWithoutAKind_isRefused() {
        Struct row =
                Struct.newBuilder().putFields("a", Value.getDefaultInstance()).build();
        assertThatThrownBy(() -> write(row))
                .isInstanceOf(UnusableLineException.class)
                .hasMessageContaining("a value without a kind");
    }

    @Test
    void nesting_isWrittenUpToTheDepthOfARow_andRefusedBeyond() {
        assertThat(write(Protos.nested(500))).startsWith("{\"a\":{\"a\":").endsWith("}}");
        assertThatThrownBy(() -> write(Protos.nested(501))).isInstanceOf(UnusableLineException.class);
    }

    private static String write(Struct row) {
        return new String(StructJson.write("after", row), UTF_8);
    }
}
