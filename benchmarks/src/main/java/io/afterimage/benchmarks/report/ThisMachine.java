package io.afterimage.benchmarks.report;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the circumstances of a run off the machine and the class path. */
final class ThisMachine {

    private static final Pattern JAR = Pattern.compile("(?:.*[/\\\\])?([^/\\\\]+?)-(\\d[^/\\\\]*)\\.jar");
    private static final Set<String> TOLD =
            Set.of("rocksdbjni", "sqlite-jdbc", "kafka-streams", "h2-mvstore", "mapdb", "lmdbjava", "jmh-core");

    private ThisMachine() {}

    /** The circumstances of a run that begins now. */
    static Circumstances circumstances(boolean quickly, String commit, Path data, Clock clock) throws IOException {
        return new Circumstances(
                LocalDate.now(clock).toString(),
                commit,
                quickly ? "quick" : "full",
                System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + ")",
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors(),
                memoryBytes(),
                Files.getFileStore(data).type(),
                libraries(System.getProperty("java.class.path")),
                0);
    }

    /** Versions of the engines and of JMH, as the names of the jars tell them. */
    static SortedMap<String, String> libraries(String classPath) {
        SortedMap<String, String> versions = new TreeMap<>();
        for (String entry : classPath.split(Pattern.quote(System.getProperty("path.separator")), -1)) {
            Matcher jar = JAR.matcher(entry);
            if (jar.matches() && TOLD.contains(jar.group(1))) {
                versions.put(jar.group(1), jar.group(2));
            }
        }
        return versions;
    }

    private static long memoryBytes() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    }
}
