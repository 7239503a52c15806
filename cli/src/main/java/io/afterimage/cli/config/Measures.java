package io.afterimage.cli.config;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers with units. */
final class Measures {

    private static final Pattern MEASURE = Pattern.compile("([0-9]{1,15}) ?([A-Za-z]*)");

    private static final Map<String, Duration> TIMES = Map.of(
            "ms", Duration.ofMillis(1),
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1));

    private static final Map<String, Long> SIZES = Map.of("", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30);

    private Measures() {}

    static Optional<Duration> duration(String text) {
        return measure(text, TIMES, (number, unit) -> unit.multipliedBy(number));
    }

    static Optional<Long> bytes(String text) {
        return measure(text, SIZES, Math::multiplyExact);
    }

    /** Nothing for what is no number, has no known unit, or is out of all proportion. */
    private static <T> Optional<T> measure(String text, Map<String, T> units, BiFunction<Long, T, T> times) {
        Matcher matcher = MEASURE.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            long number = Long.parseLong(matcher.group(1));
            return Optional.ofNullable(units.get(matcher.group(2))).map(unit -> times.apply(number, unit));
        } catch (ArithmeticException tooLarge) {
            return Optional.empty();
        }
    }
}
