package io.afterimage.drasi;

import io.afterimage.CorruptStoreException;
import io.afterimage.drasi.ParsedLine.Control;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What began the present state of a query: a {@code bootstrapStarted}, or the header of a view. It is stored with it, as
 * the position of the source {@value #SOURCE_ID}, so that the same event, and earlier ones, are known again. Immutable.
 *
 * @param sequence its number
 * @param sourceTimeMs when it was sent, in milliseconds since 1970; null where it did not say
 */
public record Bootstrap(long sequence, @Nullable Long sourceTimeMs) {

    /** The name under which it is stored. */
    public static final String SOURCE_ID = "afterimage.bootstrap";

    static Bootstrap of(Control event) {
        return new Bootstrap(event.sequence(), event.sourceTimeMs());
    }

    /** Whether this one is later than another, as far as can be told from the two alone. */
    boolean isLaterThan(Bootstrap other, long reachedSequence) {
        if (sourceTimeMs != null && other.sourceTimeMs != null && !sourceTimeMs.equals(other.sourceTimeMs)) {
            return sourceTimeMs > other.sourceTimeMs;
        }
        return sequence > reachedSequence;
    }

    /**
     * What is stored.
     *
     * @return the number, and after a slash the time where there is one; in ASCII
     */
    public byte[] encode() {
        String text = sourceTimeMs == null ? Long.toString(sequence) : sequence + "/" + sourceTimeMs;
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Reads what is stored.
     *
     * @param stored what {@link #encode} made
     * @return the same
     * @throws CorruptStoreException if it is something else
     */
    public static Bootstrap decode(byte[] stored) {
        String text = new String(stored, StandardCharsets.US_ASCII);
        int slash = text.indexOf('/');
        try {
            return slash < 0
                    ? new Bootstrap(Long.parseLong(text), null)
                    : new Bootstrap(Long.parseLong(text.substring(0, slash)), Long.valueOf(text.substring(slash + 1)));
        } catch (NumberFormatException e) {
            throw CorruptStoreException.ofStore(
                    "Where: " + SOURCE_ID + ". Expected: a number, or two around a slash. Found: " + text + ".", e);
        }
    }
}
