package io.afterimage.benchmarks.report;

/** What a target asks of its quantity. */
sealed interface Bound {

    /** Whether a value is good enough. */
    boolean holds(double value);

    /** The value of a spread that is hardest to accept. */
    double worst(Spread spread);

    /** As a reader sees it. */
    String text(Unit unit);

    /** No less. */
    record AtLeast(double limit) implements Bound {

        @Override
        public boolean holds(double value) {
            return value >= limit;
        }

        @Override
        public double worst(Spread spread) {
            return spread.min();
        }

        @Override
        public String text(Unit unit) {
            return "≥ " + unit.exact(limit);
        }
    }

    /** No more. */
    record AtMost(double limit) implements Bound {

        @Override
        public boolean holds(double value) {
            return value <= limit;
        }

        @Override
        public double worst(Spread spread) {
            return spread.max();
        }

        @Override
        public String text(Unit unit) {
            return "≤ " + unit.exact(limit);
        }
    }

    /** Nothing: the quantity is stated beside another. */
    record Stated() implements Bound {

        @Override
        public boolean holds(double value) {
            return true;
        }

        @Override
        public double worst(Spread spread) {
            return spread.median();
        }

        @Override
        public String text(Unit unit) {
            return "stated";
        }
    }
}
