package io.afterimage.benchmarks.report;

import java.util.ArrayList;
import java.util.List;

/**
 * One JMH class and what of it is run. Immutable.
 *
 * @param name the simple name of the class
 * @param groups what is run, in order
 */
record Suite(String name, List<Group> groups) {

    static Suite of(String name, Group... groups) {
        return new Suite(name, List.of(groups));
    }

    /** Every trial of every round, in the order in which they run. */
    List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        for (int number = 1; number <= groups.size(); number++) {
            Group group = groups.get(number - 1);
            for (int round = 1; round <= group.effort().rounds(); round++) {
                for (Trial trial : group.round(round)) {
                    steps.add(new Step(trial, group, number, round));
                }
            }
        }
        return steps;
    }

    /** One trial at its place: what one JVM does. */
    record Step(Trial trial, Group group, int groupNumber, int round) {

        /** As a reader of a message knows it. */
        String name() {
            return trial.name() + ", round " + round;
        }
    }
}
