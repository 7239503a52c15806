package io.afterimage.tck.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The fuzzer tested: decoders that are broken on purpose are found by the small form, and sound ones are not. */
class BrokenDecodersTest {

    @TempDir
    private Path scratch;

    @Test
    void indexBeyondTheEnd_behindAMagicThatChanceDoesNotHit_isFound() {
        assertThatThrownBy(() -> run(new RareMagic()))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Decoder: magic. Kind: crash. Input in base64: QUn/")
                .hasMessageContaining("ArrayIndexOutOfBoundsException");
    }

    @Test
    void lengthThatIsBelieved_isFound() {
        assertThatThrownBy(() -> run(new TrustedLength()))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Decoder: length. Kind: crash")
                .hasMessageContaining("allocates more than the input is worth");
    }

    @Test
    void loopWithoutAnEnd_isFound() {
        assertThatThrownBy(() -> run(new EndlessLoop()))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Decoder: steps. Kind: timeout");
    }

    @Test
    void soundDecoder_isRunAsOftenAsItWasAsked() throws Exception {
        assertThat(run(new Sound())).anyMatch(line -> line.matches("decoder bytes [0-9]{5} [0-9]{5}"));
    }

    private List<String> run(DecoderFuzzContract family) throws Exception {
        return new FuzzRun(family.getClass(), family.decoders(), DecoderFuzzContract.INPUTS, 1, 1).in(scratch);
    }

    /** Every comparison of the magic is a branch: its coverage leads from one byte to the next. */
    static final class RareMagic extends DecoderFuzzContract {

        @Override
        protected List<Decoder<?>> decoders() {
            return List.of(Decoder.of("magic", RareMagic::decode).seeds("seed of another kind"));
        }

        private static int decode(byte[] input) {
            if (input.length > 4 && input[0] == 'A') {
                if (input[1] == 'I') {
                    if (input[2] == (byte) 0xFF) {
                        return input[2 + input[3] % 2 * 4_096];
                    }
                }
            }
            return 0;
        }
    }

    /** Makes room for as much as is told. */
    static final class TrustedLength extends DecoderFuzzContract {

        @Override
        protected List<Decoder<?>> decoders() {
            return List.of(Decoder.of("length", TrustedLength::decode).seeds(new byte[] {0, 0, 0, 1, 7}));
        }

        private static byte[] decode(byte[] input) {
            int length = input.length < 4 ? 0 : ByteBuffer.wrap(input).getInt() & 0x3FF_FFFF;
            byte[] data = new byte[length];
            System.arraycopy(input, 0, data, 0, Math.min(length, input.length));
            return data;
        }
    }

    /** Steps from length to length, and a length of 0 is a step too. */
    static final class EndlessLoop extends DecoderFuzzContract {

        @Override
        protected List<Decoder<?>> decoders() {
            return List.of(Decoder.of("steps", EndlessLoop::decode).seeds(new byte[] {1, 1, 2, 9}));
        }

        private static int decode(byte[] input) {
            int steps = 0;
            for (int at = 0; at < input.length; at += input[at] & 0x7F) {
                steps++;
            }
            return steps;
        }
    }

    /** Gives back what it gets. */
    static final class Sound extends DecoderFuzzContract {

        @Override
        protected List<Decoder<?>> decoders() {
            return List.of(Decoder.of("bytes", byte[]::clone)
                    .backToBytes(bytes -> bytes)
                    .seeds("seed"));
        }
    }
}
