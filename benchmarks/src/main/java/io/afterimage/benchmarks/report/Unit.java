package io.afterimage.benchmarks.report;

import java.util.Locale;

/** How numbers are told: three digits, and a prefix of the unit that keeps them short. */
enum Unit {
    /** A ratio. */
    TIMES {
        @Override
        String text(double value) {
            return digits(value);
        }
    },
    /** Seconds. */
    TIME {
        @Override
        String text(double value) {
            return scaled(value, new double[] {1e-9, 1e-6, 1e-3, 1}, "ns", "us", "ms", "s");
        }
    },
    /** A number of things, or of things per second. */
    COUNT {
        @Override
        String text(double value) {
            return value < 1e4 ? digits(value) : scaled(value, new double[] {1e3, 1e6}, "k", "M");
        }
    },
    /** Bytes. */
    BYTES {
        @Override
        String text(double value) {
            return scaled(value, new double[] {1, 1 << 10, 1 << 20, 1 << 30}, "B", "KiB", "MiB", "GiB");
        }
    };

    abstract String text(double value);

    /** The same without digits after the point that are zero, for numbers that are exact. */
    String exact(double value) {
        return text(value).replaceFirst("\\.0+(?= |$)", "");
    }

    private static String scaled(double value, double[] sizes, String... names) {
        int place = 0;
        while (place + 1 < sizes.length && Math.abs(value) >= sizes[place + 1]) {
            place++;
        }
        return digits(value / sizes[place]) + " " + names[place];
    }

    private static String digits(double value) {
        double size = Math.abs(value);
        String format = size < 10 ? "%.2f" : size < 100 ? "%.1f" : "%,.0f";
        return String.format(Locale.ROOT, format, value);
    }
}
