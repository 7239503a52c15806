package io.afterimage.tck.fuzz;

import java.util.Arrays;
import java.util.List;

/**
 * What Jazzer calls in the child: the first byte of an input chooses the decoder, the others are for it. At the end it
 * tells how often each was run and accepted. Confined to the thread that Jazzer calls.
 */
public final class FuzzTarget {

    /** What a line of figures begins with. */
    static final String FIGURES = "decoder ";

    private static List<Decoder<?>> decoders = List.of();
    private static long[] runs = {};
    private static long[] accepted = {};

    private FuzzTarget() {}

    /**
     * Finds the decoders.
     *
     * @param arguments the class that lists them, and, to run only one of them, its name
     * @throws ReflectiveOperationException if there is no such class
     */
    public static void fuzzerInitialize(String[] arguments) throws ReflectiveOperationException {
        var constructor = Class.forName(arguments[0]).getDeclaredConstructor();
        constructor.setAccessible(true);
        decoders = ((DecoderFuzzContract) constructor.newInstance())
                .decoders().stream()
                        .filter(decoder ->
                                arguments.length == 1 || decoder.name().equals(arguments[1]))
                        .toList();
        runs = new long[decoders.size()];
        accepted = new long[decoders.size()];
    }

    /**
     * Runs one input.
     *
     * @param input the input
     */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        int chosen = Byte.toUnsignedInt(input[0]) % decoders.size();
        runs[chosen]++;
        if (decoders.get(chosen).accepts(Arrays.copyOfRange(input, 1, input.length))) {
            accepted[chosen]++;
        }
    }

    /** Tells the figures. */
    public static void fuzzerTearDown() {
        for (int i = 0; i < decoders.size(); i++) {
            System.out.println(FIGURES + decoders.get(i).name() + " " + runs[i] + " " + accepted[i]);
        }
    }
}
