package io.afterimage.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the {@code XStress} classes of this package in jcstress's own JVMs, with the actors on one core and on two. By
 * {@code -Dafterimage.campaign=N} they also run interpreted, compiled by either compiler, and with the compiler's stress
 * options, each for N iterations.
 */
@Timeout(3_600)
class StressTest {

    private static final int ITERATION_MS = 500;
    private static final boolean CAMPAIGN = System.getProperty("afterimage.campaign") != null;

    @TempDir
    private Path directory;

    @Test
    void lease_callsAgainstTheClose_neverMeetAClosedEngine() throws Exception {
        assertThat(stress(LeaseStress.class)).contains("Failed tests: No matches.", "Error tests: No matches.");
    }

    @Test
    void writeQueue_callersAgainstEachOther_areEachWrittenOnce() throws Exception {
        assertThat(stress(WriteQueueStress.class)).contains("Failed tests: No matches.", "Error tests: No matches.");
    }

    @Test
    void writesWithoutAQueue_areFoundOut() throws Exception {
        assertThat(stress(UnguardedWritesStress.class)).contains("[FAILED]", "A write was lost.");
    }

    /** What jcstress has to say of a class at the end. */
    private String stress(Class<?> tested) throws IOException, InterruptedException {
        Path output = directory.resolve("output.txt");
        Process jcstress = new ProcessBuilder(command(tested))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            jcstress.waitFor();
        } finally {
            jcstress.destroyForcibly();
        }
        String text = Files.readString(output);
        assertThat(text).contains("RUN RESULTS:");
        return text;
    }

    private List<String> command(Class<?> tested) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Djava.io.tmpdir=" + directory);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "org.openjdk.jcstress.Main"));
        command.addAll(List.of("-t", tested.getName(), "-r", "report", "-v"));
        command.addAll(List.of(
                "-f",
                "1",
                "-iters",
                String.valueOf(Integer.getInteger("afterimage.campaign", 1)),
                "-time",
                String.valueOf(ITERATION_MS)));
        command.addAll(List.of("-sc", "false"));
        if (!CAMPAIGN) {
            command.addAll(List.of("-jvmArgs", "-Xmx256m")); // naming any leaves it at one kind of JVM
        }
        return command;
    }
}
