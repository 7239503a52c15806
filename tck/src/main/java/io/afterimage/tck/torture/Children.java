package io.afterimage.tck.torture;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Starts child JVMs that start fast and keep their temporary files where the round's are. The first one writes an archive
 * of its loaded classes, from which the others map them; that works for a class path of jars only. Thread-safe.
 */
final class Children {

    private final Backend backend;
    private final Path scratch;
    private final Duration patience;
    private List<String> sharing = List.of();
    private boolean prepared;

    /** Waits so long for a sign of life before it takes a child for hanging. */
    Children(Backend backend, Path scratch, Duration patience) {
        this.backend = backend;
        this.scratch = scratch;
        this.patience = patience;
    }

    Backend backend() {
        return backend;
    }

    /** Where children unpack what they need, and leave their error output. */
    static Path temporaryIn(Path home) {
        return home.resolve("tmp");
    }

    /** Starts a main class by a command, empty for none, with more options; what it unpacks goes below {@code home}. */
    ChildJvm start(Path home, List<String> wrapper, List<String> options, Class<?> main, String... arguments)
            throws IOException {
        List<String> all = new ArrayList<>(sharing());
        all.addAll(options);
        return launch(home, wrapper, all, main, arguments);
    }

    private ChildJvm launch(Path home, List<String> wrapper, List<String> options, Class<?> main, String... arguments)
            throws IOException {
        Path temporary = Files.createDirectories(temporaryIn(home));
        List<String> all = new ArrayList<>(List.of("-Djava.io.tmpdir=" + temporary));
        all.add(ChildJvm.errorFile(temporary));
        all.addAll(options);
        return new ChildJvm(temporary, patience, ChildJvm.command(wrapper, all, main, arguments));
    }

    private synchronized List<String> sharing() throws IOException {
        if (!prepared && isOfJars(System.getProperty("java.class.path"))) {
            Path archive = scratch.resolve(backend.name() + ".jsa").toAbsolutePath();
            archive(archive);
            if (Files.exists(archive)) {
                sharing = List.of("-XX:SharedArchiveFile=" + archive);
            }
        }
        prepared = true;
        return sharing;
    }

    /** A JVM that cannot write the archive says so and goes on, so the others start as usual. */
    private void archive(Path archive) throws IOException {
        Path home = Files.createDirectories(scratch.resolve(backend.name() + "-classes"));
        List<String> options = List.of("-XX:ArchiveClassesAtExit=" + archive, "-Xlog:disable", "-Xlog:all=off");
        String store = Files.createDirectory(home.resolve("store")).toString();
        try (ChildJvm child = launch(
                home,
                List.of(),
                options,
                ClassLoadingChild.class,
                backend.getClass().getName(),
                store)) {
            child.awaitEnd();
        }
        Directories.delete(home);
    }

    private static boolean isOfJars(String classPath) {
        return Arrays.stream(classPath.split(File.pathSeparator)).allMatch(entry -> entry.endsWith(".jar"));
    }
}
