package io.afterimage.benchmarks.report;

import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * Under which circumstances a suite ran. Immutable.
 *
 * @param date the day, as in {@code 2026-01-31}
 * @param commit the commit that was built, with {@code +changes} if the tree differed from it
 * @param effort {@code full} or {@code quick}
 * @param jdk version and vendor of the JDK
 * @param system name and architecture of the operating system
 * @param cpus how many processors the JVM was given
 * @param memoryBytes the memory of the machine
 * @param disk the type of the file system that held the data
 * @param libraries versions of the engines and of JMH, by artifact
 * @param seconds how long the suite took
 */
record Circumstances(
        String date,
        String commit,
        String effort,
        String jdk,
        String system,
        int cpus,
        long memoryBytes,
        String disk,
        SortedMap<String, String> libraries,
        long seconds) {

    /** The same without what differs from suite to suite of one run. */
    Circumstances anySuite() {
        return took(0);
    }

    /** As a reader sees it, on one line. */
    String text() {
        String versions = libraries.entrySet().stream()
                .map(library -> library.getKey() + " " + library.getValue())
                .collect(Collectors.joining(", "));
        return "%s run of commit %s on %s: JDK %s, %s, %d processors, %s of memory, %s; %s"
                .formatted(
                        effort, commit, date, jdk, system, cpus, Unit.BYTES.text((double) memoryBytes), disk, versions);
    }

    Circumstances took(long took) {
        return new Circumstances(date, commit, effort, jdk, system, cpus, memoryBytes, disk, libraries, took);
    }
}
