package io.afterimage.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** What a comparison has found: the first differences by name, all of them by number. Not thread-safe. */
final class Differences {

    private final int limit;
    private final List<Map<String, Object>> first = new ArrayList<>();
    private long compared;
    private long positions;
    private long onlyInA;
    private long onlyInB;
    private long changed;

    Differences(int limit) {
        this.limit = limit;
    }

    boolean none() {
        return positions + onlyInA + onlyInB + changed == 0;
    }

    /** Counts a signature that is in either store. */
    void compared() {
        compared++;
    }

    void addPosition(String queryId, String inA, String inB) {
        positions++;
        add(queryId, "", "position", () -> inA, () -> inB);
    }

    void addOnlyInA(String queryId, long signature, Supplier<String> row) {
        onlyInA++;
        add(queryId, Long.toUnsignedString(signature), "only in A", row, () -> "");
    }

    void addOnlyInB(String queryId, long signature, Supplier<String> row) {
        onlyInB++;
        add(queryId, Long.toUnsignedString(signature), "only in B", () -> "", row);
    }

    void addChanged(String queryId, long signature, Supplier<String> inA, Supplier<String> inB) {
        changed++;
        add(queryId, Long.toUnsignedString(signature), "changed", inA, inB);
    }

    private void add(String queryId, String signature, String kind, Supplier<String> inA, Supplier<String> inB) {
        if (first.size() >= limit) {
            return;
        }
        Map<String, Object> difference = new LinkedHashMap<>();
        difference.put("query", queryId);
        putUnlessEmpty(difference, "signature", signature);
        difference.put("difference", kind);
        putUnlessEmpty(difference, "a", inA.get());
        putUnlessEmpty(difference, "b", inB.get());
        first.add(difference);
    }

    private static void putUnlessEmpty(Map<String, Object> difference, String name, String value) {
        if (!value.isEmpty()) {
            difference.put(name, value);
        }
    }

    /** For people: a line per difference that is named, then the numbers. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (Map<String, Object> difference : first) {
            lines.add(line(difference));
        }
        lines.add(
                none()
                        ? String.format(Locale.ROOT, "equal: %,d rows compared", compared)
                        : String.format(
                                Locale.ROOT,
                                "different: %,d rows compared, %,d only in A, %,d only in B, %,d changed, %,d positions",
                                compared,
                                onlyInA,
                                onlyInB,
                                changed,
                                positions));
        return lines;
    }

    private static String line(Map<String, Object> difference) {
        StringBuilder line = new StringBuilder(TextTable.printable(String.valueOf(difference.get("query"))));
        if (difference.containsKey("signature")) {
            line.append(", row ").append(difference.get("signature"));
        }
        line.append(": ").append(difference.get("difference"));
        String separator = ": ";
        for (String side : List.of("a", "b")) {
            if (difference.containsKey(side)) {
                line.append(separator)
                        .append(side.toUpperCase(Locale.ROOT))
                        .append(' ')
                        .append(difference.get(side));
                separator = "; ";
            }
        }
        return line.toString();
    }

    /** One JSON document. */
    Map<String, Object> document() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("equal", none());
        document.put("compared", compared);
        document.put("onlyInA", onlyInA);
        document.put("onlyInB", onlyInB);
        document.put("changed", changed);
        document.put("positions", positions);
        document.put("differences", first);
        return document;
    }
}
