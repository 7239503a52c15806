package io.afterimage.mirror;

import io.afterimage.QueryId;
import io.afterimage.RefusedException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/** What names and moments may be. */
final class Limits {

    /** What is left of a query id once the mirror's prefix is taken away, with room for longer prefixes to come. */
    static final int RESOURCE_UTF8_BYTES = 900;

    static final int RECORD_ID_UTF8_BYTES = 4_096;

    /** The longest time that something is kept for, about a thousand years: every moment plus it is still a moment. */
    static final Duration LONGEST = Duration.ofDays(365_000);

    private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    private Limits() {}

    static String checkResource(String resource) {
        if (resource.equals(CursorUpdate.WHOLE_SOURCE)) {
            throw new RefusedException("The name stands for a source as a whole. Where: resource. Found: " + resource
                    + ". Expected: another name.");
        }
        return checkText("resource", resource, RESOURCE_UTF8_BYTES);
    }

    static String checkRecordId(String recordId) {
        return checkText("record id", recordId, RECORD_ID_UTF8_BYTES);
    }

    static String checkSource(String source) {
        return checkText("source id", source, QueryId.MAX_UTF8_BYTES);
    }

    /** RFC 3339 has four digits for the year. */
    static Instant checkMoment(String what, Instant moment) {
        if (moment.isBefore(FIRST) || moment.isAfter(LAST)) {
            throw new RefusedException("A moment is outside the years that RFC 3339 can write. Where: " + what
                    + ". Expected: year 0000 to 9999. Found: " + moment + ".");
        }
        return moment;
    }

    static void checkVersion(long version) {
        if (version < 1) {
            throw new RefusedException("A version starts at 1. Found: " + version + ".");
        }
    }

    private static String checkText(String what, String text, int maxUtf8Bytes) {
        if (text.isEmpty()) {
            throw new RefusedException("A name is empty. Where: " + what + ". Expected: 1 to " + maxUtf8Bytes
                    + " UTF-8 bytes of well-formed Unicode.");
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new RefusedException("A name holds an unpaired surrogate. Where: " + what + ". Expected: 1 to "
                    + maxUtf8Bytes + " UTF-8 bytes of well-formed Unicode.");
        }
        int utf8Bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (utf8Bytes > maxUtf8Bytes) {
            throw new RefusedException("A name is too long. Where: " + what + ". Expected: 1 to " + maxUtf8Bytes
                    + " UTF-8 bytes of well-formed Unicode. Found: " + utf8Bytes + " bytes, beginning with "
                    + text.substring(0, text.offsetByCodePoints(0, 40)) + ".");
        }
        return text;
    }
}
