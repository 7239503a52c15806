package io.afterimage.tck.torture;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Looks at this process and at the files of its store. What the system does not tell is 0. One thread at a time. */
final class SoakProbe {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private final Backend backend;
    private final Path directory;
    private final Path temporary = Path.of(System.getProperty("java.io.tmpdir"));

    SoakProbe(Backend backend, Path directory) {
        this.backend = backend;
        this.directory = directory;
    }

    /** Whether the system tells about its processes. */
    static boolean seesProcess() {
        return Files.isReadable(STATUS) && Files.isReadable(DESCRIPTORS);
    }

    SoakSample sample(double seconds, long rows, long writes) throws IOException {
        Map<SoakFigure, Long> figures = new EnumMap<>(SoakFigure.class);
        figures.put(SoakFigure.ROWS, rows);
        figures.put(SoakFigure.WRITES, writes);
        lookAtHeap(figures);
        if (seesProcess()) {
            lookAtProcess(figures);
        }
        figures.put(SoakFigure.TEMPORARY, count(temporary));
        lookAtFiles(figures);
        return new SoakSample(seconds, figures);
    }

    @SuppressWarnings("DoNotCall") // what is left after a collection is the figure
    private static void lookAtHeap(Map<SoakFigure, Long> figures) {
        System.gc();
        figures.put(
                SoakFigure.HEAP,
                ManagementFactory.getMemoryPoolMXBeans().stream()
                        .filter(pool -> pool.getType() == MemoryType.HEAP)
                        .map(MemoryPoolMXBean::getCollectionUsage)
                        .filter(Objects::nonNull)
                        .mapToLong(MemoryUsage::getUsed)
                        .sum());
    }

    /** The heap is resident as a whole from the start, so that what grows is something else. */
    private static void lookAtProcess(Map<SoakFigure, Long> figures) throws IOException {
        Map<String, Long> status = new HashMap<>();
        for (String line : Files.readAllLines(STATUS)) {
            String[] words = line.split(":?\\s+", -1);
            if (words.length > 1 && words[1].matches("\\d+")) {
                status.put(words[0], Long.parseLong(words[1]));
            }
        }
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getCommitted();
        long anonymous = status.getOrDefault("RssAnon", 0L) << 10;
        figures.put(SoakFigure.RESIDENT, status.getOrDefault("VmRSS", 0L) << 10);
        figures.put(SoakFigure.NATIVE, Math.max(0, anonymous - heap));
        figures.put(SoakFigure.THREADS, status.getOrDefault("Threads", 0L));
        figures.put(SoakFigure.OPEN_FILES, count(DESCRIPTORS));
    }

    private static long count(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.count();
        }
    }

    private void lookAtFiles(Map<SoakFigure, Long> figures) throws IOException {
        Lengths lengths = new Lengths();
        Files.walkFileTree(directory, lengths);
        figures.put(SoakFigure.LOG, lengths.logs);
        figures.put(SoakFigure.TABLES, lengths.others);
    }

    /** Adds up files, which come and go meanwhile. */
    private final class Lengths extends SimpleFileVisitor<Path> {

        private long logs;
        private long others;

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (backend.isLog(file)) {
                logs += attributes.size();
            } else {
                others += attributes.size();
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            if (failure instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw failure;
        }
    }
}
