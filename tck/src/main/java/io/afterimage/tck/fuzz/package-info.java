/**
 * Coverage-guided fuzzing of decoders: whatever turns bytes or text from outside into a value.
 *
 * <p>A module lists its decoders in a subclass of {@link io.afterimage.tck.fuzz.DecoderFuzzContract}. Each
 * {@link io.afterimage.tck.fuzz.Decoder} says how it may refuse and what its values encode to; Jazzer looks for an input
 * that ends otherwise, in a JVM of its own, whose agent instruments the classes of {@code io.afterimage} as they are
 * loaded. Equal seeds give equal inputs.
 *
 * <p><b>Threads.</b> Confined to the thread that calls; the child has one thread that decodes.
 *
 * <p><b>Errors.</b> Whatever a decoder does that it may not is an {@link java.lang.AssertionError} that has the input.
 */
@NullMarked
package io.afterimage.tck.fuzz;

import org.jspecify.annotations.NullMarked;
