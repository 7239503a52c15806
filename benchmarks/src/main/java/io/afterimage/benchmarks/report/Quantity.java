package io.afterimage.benchmarks.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Something that follows from results. */
sealed interface Quantity {

    /** Its spread over the rounds; nothing where results are missing. */
    Optional<Spread> in(Results results);

    /** What it needs. */
    List<Selection> needs();

    /** How it is told. */
    Unit unit();

    /** What it needs and results do not have. */
    default List<Selection> missing(Results results) {
        return needs().stream()
                .filter(selection -> results.values(selection).isEmpty())
                .toList();
    }

    /** One selection as it is. */
    record Value(Selection selection) implements Quantity {

        @Override
        public Optional<Spread> in(Results results) {
            return Spread.of(results.values(selection).values());
        }

        @Override
        public List<Selection> needs() {
            return List.of(selection);
        }

        @Override
        public Unit unit() {
            return selection.reading().unit();
        }
    }

    /** One selection against another: a ratio per neighbourhood, never across two. */
    record Ratio(Selection of, Selection to) implements Quantity {

        @Override
        public Optional<Spread> in(Results results) {
            Map<Results.Neighbourhood, Double> under = results.values(to);
            List<Double> ratios = new ArrayList<>();
            results.values(of).forEach((place, over) -> {
                if (under.containsKey(place)) {
                    ratios.add(over / under.get(place));
                }
            });
            return Spread.of(ratios);
        }

        @Override
        public List<Selection> needs() {
            return List.of(of, to);
        }

        @Override
        public Unit unit() {
            return Unit.TIMES;
        }
    }

    /** The best of several, by its median: for a promise that one of several ways keeps. */
    record Best(List<Ratio> ratios) implements Quantity {

        @Override
        public Optional<Spread> in(Results results) {
            return ratios.stream()
                    .flatMap(ratio -> ratio.in(results).stream())
                    .max(Comparator.comparingDouble(Spread::median));
        }

        @Override
        public List<Selection> needs() {
            return ratios.stream().flatMap(ratio -> ratio.needs().stream()).toList();
        }

        @Override
        public Unit unit() {
            return Unit.TIMES;
        }
    }
}
