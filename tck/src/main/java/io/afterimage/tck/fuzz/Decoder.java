package io.afterimage.tck.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A decoder under test and what it promises for any input: it ends in a value or in one of its refusals, leaves the input
 * as it is, and allocates no more than in proportion to the input, whatever lengths the input declares. Where it has an
 * encoder, its values also come back. Immutable.
 *
 * @param <T> what it decodes to
 */
public final class Decoder<T> {

    /** What one input may make a decoder allocate, and an encoder after it: a multiple of its length, and a start. */
    private static final long FIXED_BYTES = 1 << 20;

    private static final long BYTES_PER_BYTE = 2_000;

    private final String name;
    private final Decoding<T> decoding;
    private final @Nullable RoundTrip<T> roundTrip;
    private final Set<Class<? extends Exception>> refusals;
    private final List<byte[]> seeds;

    private Decoder(
            String name,
            Decoding<T> decoding,
            @Nullable RoundTrip<T> roundTrip,
            Set<Class<? extends Exception>> refusals,
            List<byte[]> seeds) {
        this.name = name;
        this.decoding = decoding;
        this.roundTrip = roundTrip;
        this.refusals = refusals;
        this.seeds = seeds;
    }

    /**
     * Decodes bytes.
     *
     * @param <T> what they are decoded to
     */
    @FunctionalInterface
    public interface Decoding<T> {

        /**
         * Decodes them.
         *
         * @param input the bytes
         * @return the value
         * @throws Exception one of the refusals
         */
        T decode(byte[] input) throws Exception;
    }

    /**
     * Encodes a value.
     *
     * @param <T> its type
     */
    @FunctionalInterface
    public interface Encoding<T> {

        /**
         * Encodes it.
         *
         * @param value the value
         * @return its bytes
         * @throws Exception never for a value that was decoded
         */
        byte[] encode(T value) throws Exception;
    }

    /** What must hold for a value that was decoded. */
    @FunctionalInterface
    private interface RoundTrip<T> {

        void check(byte[] input, T value) throws Exception;
    }

    /**
     * A decoder that refuses nothing.
     *
     * @param <T> what it decodes to
     * @param name its name, one word
     * @param decoding the decoder
     * @return the decoder, to be told more of
     */
    public static <T> Decoder<T> of(String name, Decoding<T> decoding) {
        return new Decoder<>(name, decoding, null, Set.of(), List.of());
    }

    /**
     * A decoder of text. Input that is not UTF-8 comes to it with replacement characters.
     *
     * @param <T> what it decodes to
     * @param name its name, one word
     * @param decoding the decoder
     * @return the decoder, to be told more of
     */
    public static <T> Decoder<T> ofText(String name, TextDecoding<T> decoding) {
        return of(name, input -> decoding.decode(new String(input, StandardCharsets.UTF_8)));
    }

    /**
     * Decodes text.
     *
     * @param <T> what it is decoded to
     */
    @FunctionalInterface
    public interface TextDecoding<T> {

        /**
         * Decodes it.
         *
         * @param input the text
         * @return the value
         * @throws Exception one of the refusals
         */
        T decode(String input) throws Exception;
    }

    /**
     * The same decoder with exceptions that it may end in, subclasses included.
     *
     * @param more the exceptions
     * @return the decoder
     */
    @SafeVarargs
    public final Decoder<T> refusing(Class<? extends Exception>... more) {
        Set<Class<? extends Exception>> all = new HashSet<>(refusals);
        for (Class<? extends Exception> refusal : more) {
            all.add(refusal);
        }
        return new Decoder<>(name, decoding, roundTrip, Set.copyOf(all), seeds);
    }

    /**
     * The same decoder, whose values encode to the very bytes they came from.
     *
     * @param encoding its counterpart
     * @return the decoder
     */
    public Decoder<T> backToBytes(Encoding<T> encoding) {
        return returning((input, value) -> {
            byte[] encoded = encoding.encode(value);
            require(Arrays.equals(encoded, input), "The value encodes to other bytes. Found: ", encoded);
        });
    }

    /**
     * The same decoder, whose values encode to a form that decodes to an equal value, and that encodes to itself.
     *
     * @param encoding its counterpart
     * @return the decoder
     */
    public Decoder<T> backToValue(Encoding<T> encoding) {
        return returning((input, value) -> {
            byte[] canonical = encoding.encode(value);
            T again = decoding.decode(canonical);
            require(
                    again.equals(value),
                    "The value encodes to a form that decodes to another value. Form: ",
                    canonical);
            require(Arrays.equals(encoding.encode(again), canonical), "The form encodes to another. Form: ", canonical);
        });
    }

    /**
     * The same decoder, whose values encode to a form that decodes to a value of the same form. For values without an
     * {@code equals}.
     *
     * @param encoding its counterpart
     * @return the decoder
     */
    public Decoder<T> backToForm(Encoding<T> encoding) {
        return returning((input, value) -> {
            byte[] form = encoding.encode(value);
            byte[] again = encoding.encode(decoding.decode(form));
            require(Arrays.equals(again, form), "The form encodes to another. Form: ", form);
        });
    }

    private Decoder<T> returning(RoundTrip<T> check) {
        return new Decoder<>(name, decoding, check, refusals, seeds);
    }

    /**
     * The same decoder with inputs to begin from; the first is one that it accepts.
     *
     * @param more the inputs
     * @return the decoder
     */
    public Decoder<T> seeds(byte[]... more) {
        List<byte[]> all = new ArrayList<>(seeds);
        all.addAll(List.of(more));
        return new Decoder<>(name, decoding, roundTrip, refusals, List.copyOf(all));
    }

    /**
     * The same decoder with texts to begin from; the first is one that it accepts.
     *
     * @param more the texts
     * @return the decoder
     */
    public Decoder<T> seeds(String... more) {
        return seeds(Arrays.stream(more)
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new));
    }

    /** What it is called. */
    String name() {
        return name;
    }

    /** The inputs to begin from. */
    List<byte[]> seeds() {
        return seeds;
    }

    /**
     * Holds the decoder to its promises for one input.
     *
     * @return whether it was accepted; false if it was refused
     * @throws AssertionError if a promise is broken
     */
    boolean accepts(byte[] input) {
        byte[] given = input.clone();
        boolean accepted = accepted(given);
        require(Arrays.equals(given, input), "The input was changed. Now: ", given);
        return accepted;
    }

    private boolean accepted(byte[] input) {
        long before = Allocation.ofThisThread();
        boolean accepted = run(input);
        if (isTooMuch(before, input) && isTooMuchAgain(input)) {
            throw new AssertionError("The decoder " + name + " allocates more than the input is worth. Input: "
                    + input.length + " bytes. Expected: at most " + allowance(input) + " bytes.");
        }
        return accepted;
    }

    /** A first time also loads classes and fills caches; a second one does not. */
    private boolean isTooMuchAgain(byte[] input) {
        long before = Allocation.ofThisThread();
        run(input);
        return isTooMuch(before, input);
    }

    private boolean isTooMuch(long before, byte[] input) {
        return Allocation.ofThisThread() - before > allowance(input);
    }

    private static long allowance(byte[] input) {
        return FIXED_BYTES + BYTES_PER_BYTE * input.length;
    }

    private boolean run(byte[] input) {
        T value;
        try {
            value = decoding.decode(input);
        } catch (Exception e) {
            if (refusals.stream().noneMatch(refusal -> refusal.isInstance(e))) {
                throw new AssertionError(
                        "The decoder " + name + " ends in an exception that it does not name: " + e, e);
            }
            return false;
        }
        if (roundTrip != null) {
            checkRoundTrip(roundTrip, input, value);
        }
        return true;
    }

    private void checkRoundTrip(RoundTrip<T> check, byte[] input, T value) {
        try {
            check.check(input, value);
        } catch (Exception e) {
            throw new AssertionError("The decoder " + name + " gives a value that does not come back: " + e, e);
        }
    }

    private void require(boolean holds, String otherwise, byte[] found) {
        if (!holds) {
            throw new AssertionError("The decoder " + name + ": " + otherwise
                    + Base64.getEncoder().encodeToString(found));
        }
    }
}
