package io.afterimage.cli.supervision;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A line that a child prints for its parent. Immutable. */
public sealed interface ChildReport {

    /**
     * The line.
     *
     * @return words with one space between them
     */
    String line();

    /**
     * The child has restored its state and begins.
     *
     * @param event the stored position in what it follows
     * @param figures what it counted and measured while it restored, by name; a name has no space and no {@code =}
     */
    record Restored(long event, Map<String, Long> figures) implements ChildReport {

        /** Copies the figures. */
        public Restored {
            figures = Map.copyOf(figures);
        }

        @Override
        public String line() {
            return "restored " + event
                    + new TreeMap<>(figures)
                            .entrySet().stream()
                                    .map(figure -> " " + figure.getKey() + "=" + figure.getValue())
                                    .collect(Collectors.joining());
        }

        private static Restored parse(String[] words) {
            Map<String, Long> figures = new TreeMap<>();
            for (int i = 2; i < words.length; i++) {
                String[] figure = words[i].split("=", -1);
                figures.put(figure[0], Long.parseLong(figure[1]));
            }
            return new Restored(Long.parseLong(words[1]), figures);
        }
    }

    /**
     * The store has acknowledged everything up to an event.
     *
     * @param event the number of the last one
     */
    record Acknowledged(long event) implements ChildReport {
        @Override
        public String line() {
            return "acknowledged " + event;
        }
    }

    /** What the child follows is at its end and the store is closed. */
    record Finished() implements ChildReport {
        @Override
        public String line() {
            return "finished";
        }
    }

    /**
     * Reads a line.
     *
     * @param line as {@link #line} gives it
     * @return the report
     * @throws DemoFailure if it is none
     */
    static ChildReport parse(String line) {
        String[] words = line.split(" ", -1);
        try {
            return switch (words[0]) {
                case "restored" -> Restored.parse(words);
                case "acknowledged" -> new Acknowledged(Long.parseLong(words[1]));
                case "finished" -> new Finished();
                default -> throw new DemoFailure("The child prints what it should not. Found: " + line + ".");
            };
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw new DemoFailure("The child prints what it should not. Found: " + line + ".", e);
        }
    }
}
