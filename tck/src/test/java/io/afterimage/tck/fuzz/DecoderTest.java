package io.afterimage.tck.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What a decoder is held to, one broken promise at a time. */
class DecoderTest {

    private static final byte[] INPUT = "17".getBytes(StandardCharsets.US_ASCII);

    @Test
    void inputThatIsTaken_isAccepted() {
        assertThat(number().accepts(INPUT)).isTrue();
    }

    @Test
    void inputThatIsRefusedByName_isNotAccepted() {
        Decoder<Integer> named = number().refusing(NumberFormatException.class);
        assertThat(named.accepts(new byte[0])).isFalse();
    }

    @Test
    void exceptionWithoutAName_isFound() {
        assertThatThrownBy(() -> number().accepts(new byte[0]))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("does not name")
                .hasCauseInstanceOf(NumberFormatException.class);
    }

    @Test
    void valueOfOtherBytes_isFound() {
        Decoder<Integer> exact = number().backToBytes(DecoderTest::text);
        assertThat(exact.accepts(INPUT)).isTrue();
        assertThatThrownBy(() -> exact.accepts("+17".getBytes(StandardCharsets.US_ASCII)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("other bytes");
        assertThat(number().backToValue(DecoderTest::text).accepts("+17".getBytes(StandardCharsets.US_ASCII)))
                .as("its form is another, its value is not")
                .isTrue();
    }

    @Test
    void valueThatComesBackAsAnother_isFound() {
        Decoder<Integer> lossy = number().backToValue(value -> text(value / 2 * 2));
        assertThatThrownBy(() -> lossy.accepts(INPUT))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("another value");
    }

    @Test
    void refusalOfItsOwnForm_isFound() {
        Decoder<Integer> wrong = number().refusing(NumberFormatException.class).backToValue(value -> new byte[0]);
        assertThatThrownBy(() -> wrong.accepts(INPUT))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("does not come back");
    }

    @Test
    void inputThatIsChanged_isFound() {
        Decoder<Integer> changing = Decoder.of("changing", input -> ++input[0] + 0);
        assertThatThrownBy(() -> changing.accepts(INPUT.clone()))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("was changed");
    }

    @Test
    void lengthThatIsBelieved_isFound() {
        Decoder<byte[]> trusting =
                Decoder.of("trusting", input -> new byte[ByteBuffer.wrap(input).getInt()]);
        assertThat(trusting.accepts(length(1_000))).isTrue();
        assertThatThrownBy(() -> trusting.accepts(length(10_000_000)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("allocates more");
    }

    private static Decoder<Integer> number() {
        return Decoder.ofText("number", Integer::valueOf);
    }

    private static byte[] text(int value) {
        return String.valueOf(value).getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] length(int length) {
        return Arrays.copyOf(ByteBuffer.allocate(4).putInt(length).array(), 8);
    }
}
