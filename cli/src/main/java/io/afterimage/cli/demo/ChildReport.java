package io.afterimage.cli.demo;

/** A line that the child prints for its parent. Immutable. */
sealed interface ChildReport {

    /** The line. */
    String line();

    /**
     * The child has restored its state and begins.
     *
     * @param event the stored position in the stream
     * @param restoreMicros opening the store, reading the snapshots, rebuilding the state of the queries
     * @param sourceMicros generating the source up to the stored position
     * @param duplicatesSkipped how many emissions that were sent again the store has skipped
     */
    record Restored(long event, long restoreMicros, long sourceMicros, long duplicatesSkipped) implements ChildReport {
        @Override
        public String line() {
            return "restored " + event + " " + restoreMicros + " " + sourceMicros + " " + duplicatesSkipped;
        }
    }

    /** The store has acknowledged everything up to an event. */
    record Acknowledged(long event) implements ChildReport {
        @Override
        public String line() {
            return "acknowledged " + event;
        }
    }

    /** The stream is at its end and the store is closed. */
    record Finished() implements ChildReport {
        @Override
        public String line() {
            return "finished";
        }
    }

    static ChildReport parse(String line) {
        String[] words = line.split(" ", -1);
        try {
            return switch (words[0]) {
                case "restored" ->
                    new Restored(
                            Long.parseLong(words[1]),
                            Long.parseLong(words[2]),
                            Long.parseLong(words[3]),
                            Long.parseLong(words[4]));
                case "acknowledged" -> new Acknowledged(Long.parseLong(words[1]));
                case "finished" -> new Finished();
                default -> throw new DemoFailure("The child prints what it should not. Found: " + line + ".");
            };
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw new DemoFailure("The child prints what it should not. Found: " + line + ".", e);
        }
    }
}
