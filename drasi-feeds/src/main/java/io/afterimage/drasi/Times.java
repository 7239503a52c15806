package io.afterimage.drasi;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** Reads when something was published. It says nothing of order, so what cannot be read as a time is not told. */
final class Times {

    private Times() {}

    /** When an emission was published: {@code timestamp}, or {@code sourceTimeMs} of Drasi Platform. */
    static @Nullable Instant published(Fields emission) {
        Instant timestamp = instant(emission.get("timestamp"));
        return timestamp == null ? ofEpochMilli(emission.get("sourceTimeMs")) : timestamp;
    }

    /** A time as text, with its offset. */
    static @Nullable Instant instant(@Nullable RawJson value) {
        try {
            return value != null && value.isString()
                    ? OffsetDateTime.parse(value.text()).toInstant()
                    : null;
        } catch (DateTimeException noTime) {
            return null;
        }
    }

    private static @Nullable Instant ofEpochMilli(@Nullable RawJson value) {
        try {
            return value != null && value.isNumber() ? Instant.ofEpochMilli(Long.parseLong(value.text())) : null;
        } catch (NumberFormatException noTime) {
            return null;
        }
    }
}
