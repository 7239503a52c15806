package io.afterimage.mirror.source;

import io.afterimage.RefusedException;
import io.afterimage.mirror.Delta;
import io.afterimage.mirror.MalformedJsonException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Reads deltas from lines. A batch ends before a line that is wrong, so that what stands before it is not held up. Not
 * thread-safe; one thread at a time.
 */
final class DeltaLines {

    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final String WHOLE = "$";

    private final String name;
    private final InputStream input;
    private final LineCutter cutter;
    private final NdjsonLimits limits;
    private final ByteTrace trace;

    private long line;

    /**
     * Starts behind what was read already.
     *
     * @param trace what lies behind
     * @param line how many lines of it
     */
    DeltaLines(String name, InputStream input, NdjsonLimits limits, ByteTrace trace, long line) {
        this.name = name;
        this.input = input;
        this.limits = limits;
        this.trace = trace;
        this.line = line;
        cutter = new LineCutter(input, limits.maxLineBytes());
    }

    /**
     * Some deltas.
     *
     * @param deltas the deltas
     * @param ended whether the input has no more for now
     * @param wrong why it does not go on, null if it does
     */
    record Batch(
            List<Delta> deltas, boolean ended, @Nullable SourceContentException wrong) {}

    /** The last line of the input has no end. */
    enum Torn {
        /** Its end may follow. */
        WAITS,
        /** Nothing follows. */
        IS_WRONG
    }

    Batch next(Torn torn) throws IOException {
        List<Delta> deltas = new ArrayList<>();
        long start = trace.offset();
        while (deltas.size() < limits.maxDeltas() && trace.offset() - start < limits.maxBatchBytes()) {
            try {
                LineCutter.Line next = cutter.next();
                if (next.length() == 0) {
                    return new Batch(deltas, true, null);
                }
                Optional<Delta> delta = delta(next, torn);
                if (delta.isEmpty() && !next.isBlank()) {
                    return new Batch(deltas, true, null);
                }
                delta.ifPresent(deltas::add);
                pass(next);
            } catch (SourceContentException e) {
                return new Batch(deltas, true, e);
            } catch (LineCutter.TooLongException | ZipException e) {
                return new Batch(deltas, true, wrong(e.getMessage(), e));
            }
        }
        return new Batch(deltas, false, null);
    }

    private void pass(LineCutter.Line passed) {
        trace.pass(passed.bytes(), passed.from(), passed.length());
        cutter.pass(passed);
        line++;
    }

    /** The delta of a line; empty if the line is blank, or its end is still to come. */
    private Optional<Delta> delta(LineCutter.Line next, Torn torn) {
        if (next.isBlank()) {
            return Optional.empty();
        }
        String text = new String(next.bytes(), next.from(), next.length(), StandardCharsets.UTF_8);
        if (trace.offset() == 0 && text.startsWith(BYTE_ORDER_MARK)) {
            text = text.substring(1);
        }
        try {
            return Optional.of(Delta.parse(text));
        } catch (MalformedJsonException e) {
            // the beginning of an object is no JSON: a line without end that is an object is whole
            if (!next.terminated() && torn == Torn.WAITS && e.member().equals(WHOLE)) {
                return Optional.empty();
            }
            throw wrong(e.getMessage(), e);
        } catch (RefusedException e) {
            throw wrong(e.getMessage(), e);
        }
    }

    private SourceContentException wrong(@Nullable String found, Exception cause) {
        return new SourceContentException(
                "A line is no delta. Where: " + name + ", line " + (line + 1) + ", byte " + trace.offset() + ". Found: "
                        + found + " Next: correct or remove the line.",
                cause);
    }

    NdjsonCursor cursor() {
        return new NdjsonCursor(trace.offset(), line, trace.headHash(), trace.tailHash());
    }

    void close() throws IOException {
        input.close();
    }
}
