package io.afterimage.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.LiveResultsStore;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A process that applies {@link Batch200} is killed at a write to the engine. After the reopen the mirror is before the
 * batch or after it. A run kills before and after the commit, and at some writes on the way to it;
 * {@code -Dafterimage.campaign=2} kills at every single write.
 */
class MirrorCrashTest {

    private static final boolean EVERY_WRITE = Integer.getInteger("afterimage.campaign", 1) > 1;
    private static final int SOME_WRITES = 3;

    private final MirrorState before = Batch200.before();
    private final MirrorState after = Batch200.after();

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(names = {"ROCKSDB", "SQLITE"})
    void killedAtAWrite_theMirrorIsBeforeOrAfterTheBatch(TestEngine engine) throws Exception {
        long seed = Long.getLong("afterimage.mirror.seed", System.nanoTime());
        System.out.println("kills on " + engine + ": afterimage.mirror.seed=" + seed);
        Random random = new Random(seed);
        try (LiveResultsStore store = engine.open(directory)) {
            Batch200.prepare(store);
        }
        int writes = countWrites(engine);
        assertThat(writes).isGreaterThan(150);
        for (int i = 1; i < writes; i += EVERY_WRITE ? 1 : 1 + random.nextInt(2 * writes / SOME_WRITES)) {
            killAt(engine, i, "after");
            assertReopensAs(engine, before);
        }
        killAt(engine, writes, "before");
        assertReopensAs(engine, before);
        killAt(engine, writes, "after");
        assertReopensAs(engine, after);
    }

    /** How many writes the batch makes, counted on another mirror of the same content. */
    private int countWrites(TestEngine engine) throws IOException {
        Path elsewhere = Files.createDirectory(directory.resolve("counted"));
        AtomicInteger writes = new AtomicInteger();
        WatchedEngine.Watcher counter = new WatchedEngine.Watcher() {
            @Override
            public void before() {
                writes.incrementAndGet();
            }

            @Override
            public void after() {
                // counted before
            }
        };
        try (LiveResultsStore store = engine.open(elsewhere)) {
            Batch200.prepare(store);
        }
        try (LiveResultsStore store = engine.open(elsewhere, inner -> WatchedEngine.around(inner, counter));
                MirrorStore mirror = Batch200.mirror(store, Batch200.later()).open()) {
            mirror.apply(Batch200.batch());
        }
        return writes.get();
    }

    private void killAt(TestEngine engine, int write, String side) throws IOException, InterruptedException {
        List<String> command = List.of(
                System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                MirrorCrashChild.class.getName(),
                engine.name(),
                directory.toString(),
                Integer.toString(write),
                side);
        Process child = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader lines = child.inputReader(StandardCharsets.UTF_8)) {
            assertThat(lines.readLine()).as("write %d", write).isEqualTo(MirrorCrashChild.STOPPED);
        } finally {
            child.destroyForcibly();
            child.waitFor();
        }
    }

    private void assertReopensAs(TestEngine engine, MirrorState expected) {
        try (LiveResultsStore store = engine.open(directory)) {
            assertThat(MirrorState.of(store, Batch200.mirror(store, Batch200.later())))
                    .isEqualTo(expected);
        }
    }
}
