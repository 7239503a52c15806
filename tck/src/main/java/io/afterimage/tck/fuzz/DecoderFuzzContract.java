package io.afterimage.tck.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every decoder of a module keeps its promises for every input that Jazzer finds ({@link Decoder} has them). Needs {@code
 * com.code-intelligence:jazzer} on the class path, and a constructor without parameters.
 *
 * <p>The small form shares its inputs among all decoders of the module, in one JVM. The system property {@code afterimage.campaign} gives
 * each decoder a run of its own, with that multiple of the inputs; {@code afterimage.seed} chooses others.
 */
public abstract class DecoderFuzzContract {

    private static final int CAMPAIGN = Integer.getInteger("afterimage.campaign", 1);
    private static final long SEED = Long.getLong("afterimage.seed", 1L);

    /** How many inputs a run of the small form has. */
    static final long INPUTS = 40_000;

    private static final int SECONDS_PER_INPUT = 20;

    /** For subclasses. */
    protected DecoderFuzzContract() {}

    /**
     * The decoders under test.
     *
     * @return the decoders, each with a name of its own
     */
    protected abstract List<Decoder<?>> decoders();

    /**
     * How many inputs a run of the small form has. Fewer for a family whose decoders are slow.
     *
     * @return the number
     */
    protected long inputs() {
        return INPUTS;
    }

    /** On failure the seed that is named does not end as its decoder promises; debug it here, without Jazzer. */
    @TestFactory
    Stream<DynamicTest> seeds_endAsTheirDecoderPromises() {
        return decoders().stream()
                .map(decoder -> DynamicTest.dynamicTest(decoder.name(), () -> {
                    assertThat(decoder.accepts(decoder.seeds().get(0)))
                            .as("accepts its first seed")
                            .isTrue();
                    decoder.seeds().forEach(decoder::accepts);
                }));
    }

    /** On failure the message has the input: add it to the seeds of its decoder, and debug it there. */
    @Test
    void inputsThatJazzerFinds_endAsTheirDecoderPromises(@TempDir Path scratch)
            throws IOException, InterruptedException {
        List<Decoder<?>> all = decoders();
        List<FuzzRun> runs = new ArrayList<>();
        if (CAMPAIGN == 1) {
            runs.add(new FuzzRun(getClass(), all, inputs(), SEED, SECONDS_PER_INPUT));
        } else {
            all.forEach(decoder ->
                    runs.add(new FuzzRun(getClass(), List.of(decoder), inputs() * CAMPAIGN, SEED, SECONDS_PER_INPUT)));
        }
        for (int i = 0; i < runs.size(); i++) {
            Path directory = Files.createDirectory(scratch.resolve("run-" + i));
            runs.get(i)
                    .in(directory)
                    .forEach(figures -> System.out.println(getClass().getSimpleName() + " " + figures));
        }
    }
}
