package io.afterimage.tck.torture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts child JVMs that start fast and keep their temporary files where the round's are. Thread-safe. */
final class Children implements AutoCloseable {

    private final Path scratch;

    Children(Path scratch) {
        this.scratch = scratch;
    }

    /** Starts a main class; what it unpacks goes below {@code home}. */
    ChildJvm start(Path home, List<String> options, Class<?> main, String... arguments) throws IOException {
        Path temporary = Files.createDirectories(home.resolve("tmp"));
        List<String> all = new ArrayList<>(List.of("-Djava.io.tmpdir=" + temporary));
        all.addAll(options);
        return new ChildJvm(temporary, all, main, arguments);
    }

    @Override
    public void close() {
        // nothing yet is shared by the children of {@link #scratch}
    }
}
