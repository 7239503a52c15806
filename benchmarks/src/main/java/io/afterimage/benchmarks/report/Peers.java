package io.afterimage.benchmarks.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Every contender beside Afterimage: how many times as fast as it Afterimage is, workload by workload, and where it is not
 * ahead. Immutable.
 */
record Peers(List<Workload> workloads, Map<String, String> reasons) {

    /**
     * What all do alike.
     *
     * @param name what it is
     * @param selection the measurement, without the contender
     */
    record Workload(String name, Selection selection) {

        Selection by(Side side) {
            return selection.with("contender", side);
        }
    }

    /** One row per contender, one column per workload: Afterimage's speed as a multiple of its; nothing without results. */
    String table(Side ours, Results results) {
        List<String> titles = Stream.concat(
                        Stream.of(ours.label() + " against"), workloads.stream().map(Workload::name))
                .toList();
        List<List<String>> rows = Stream.of(Side.values())
                .filter(side -> side != ours)
                .map(side -> row(ours, side, results))
                .filter(row -> row.stream().skip(1).anyMatch(cell -> !cell.isEmpty()))
                .toList();
        return rows.isEmpty() ? "" : Markdown.table(titles, rows);
    }

    /** Where a peer is ahead of Afterimage on both engines, with the reason that is known. */
    List<String> ahead(Results results) {
        List<String> places = new ArrayList<>();
        for (Side peer : Side.of(Side.Role.PEER)) {
            for (Workload workload : workloads) {
                best(peer, workload, results)
                        .filter(spread -> spread.median() < 1)
                        .ifPresent(spread -> places.add("%s, %s: %s. %s"
                                .formatted(
                                        peer.label(),
                                        workload.name(),
                                        spread.text(Unit.TIMES),
                                        reasons.getOrDefault(key(peer, workload), "The reason is not known yet."))));
            }
        }
        return places;
    }

    /** How a reason is filed. */
    static String key(Side peer, Workload workload) {
        return peer + " " + workload.name();
    }

    private List<String> row(Side ours, Side other, Results results) {
        return Stream.concat(
                        Stream.of(other.label()),
                        workloads.stream()
                                .map(workload -> ratio(ours, other, workload, results)
                                        .map(spread -> spread.text(Unit.TIMES))
                                        .orElse("")))
                .toList();
    }

    private static Optional<Spread> best(Side peer, Workload workload, Results results) {
        return Side.of(Side.Role.OURS).stream()
                .flatMap(ours -> ratio(ours, peer, workload, results).stream())
                .max(Comparator.comparingDouble(Spread::median));
    }

    private static Optional<Spread> ratio(Side ours, Side other, Workload workload, Results results) {
        return new Quantity.Ratio(workload.by(ours), workload.by(other)).in(results);
    }
}
