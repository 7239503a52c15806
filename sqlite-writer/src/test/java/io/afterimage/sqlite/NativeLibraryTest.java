package io.afterimage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.LiveResultsStore;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that uses SQLite and is killed leaves no library behind, wherever the driver was told to unpack it. */
class NativeLibraryTest {

    @TempDir
    Path temporary;

    @TempDir
    Path stores;

    /** Opens a store, tells so, and waits to be killed. */
    static final class Child {

        private Child() {}

        public static void main(String[] arguments) throws IOException {
            try (LiveResultsStore store =
                    SqliteLiveResultsStore.at(Path.of(arguments[0])).open()) {
                System.out.println(store.rowCount("q"));
                System.out.println(System.getProperty("org.sqlite.tmpdir"));
                System.in.read();
            }
        }
    }

    @Test
    void killed_leavesNothingInTheDirectoryForTemporaryFiles() throws IOException {
        assertThat(openAndKill("-Djava.io.tmpdir=" + temporary)).isEqualTo("null");

        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void killed_leavesNothingInTheDirectoryOfTheUsersChoice() throws IOException {
        assertThat(openAndKill("-Dorg.sqlite.tmpdir=" + temporary)).isEqualTo(temporary.toString());

        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void ended_leavesNothingEither() throws IOException {
        Process child = start("-Djava.io.tmpdir=" + temporary);
        child.outputWriter().close();

        assertThat(child.onExit().join().exitValue()).isZero();
        assertThat(temporary).isEmptyDirectory();
    }

    /** What the child's property says after the library was loaded. */
    private String openAndKill(String option) throws IOException {
        Process child = start(option);
        String count = child.inputReader().readLine();
        String property = child.inputReader().readLine();
        child.destroyForcibly();
        assertThat(child.onExit().join().exitValue()).isNotZero();
        assertThat(count).isEqualTo("0");
        return property;
    }

    private Process start(String option) throws IOException {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        option,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        stores.resolve("store.db").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
