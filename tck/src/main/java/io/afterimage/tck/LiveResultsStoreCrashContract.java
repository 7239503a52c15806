package io.afterimage.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.Durability;
import io.afterimage.LiveResultsStore;
import io.afterimage.StoreLockedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * C1, C8, C11, C11a, C14, C15, C16 and C18 under SIGKILL: a child JVM writes, the parent kills it again and again, opens
 * the store, and finds the state of a prefix of the child's writes that holds every acknowledged one. For stores with
 * {@link StoreTrait#SURVIVES_KILL}. The subclass is created in the child too, so it needs a constructor without
 * parameters. The system property {@code afterimage.campaign} multiplies the ten kills, {@code afterimage.seed} chooses
 * other writes.
 */
public abstract class LiveResultsStoreCrashContract implements StoreUnderTest {

    private static final long SEED = Long.getLong("afterimage.seed", 1L);

    /** For subclasses. */
    protected LiveResultsStoreCrashContract() {}

    /** On failure check what is acknowledged before it is logged, and what one write is made of in the engine. */
    @Test
    void c16_killedProcess_leavesAPrefixOfItsWrites_withEveryAcknowledgedOne(@TempDir Path directory)
            throws IOException {
        assertThat(traits()).contains(StoreTrait.SURVIVES_KILL);
        Random kills = new Random(SEED);
        CrashStream stream = new CrashStream(SEED);
        for (int kill = 1; kill <= Campaign.times(10); kill++) {
            Durability durability = kill % 2 == 0 ? Durability.POWER_LOSS : Durability.PROCESS_CRASH;
            long begun = writeAndKill(directory, durability, stream, 1 + kills.nextInt(150));
            assertStandsAtAPrefix(directory, durability, stream, begun);
        }
    }

    /** Lets a child write from where the store stands, and kills it; gives how many writes it has begun. */
    private long writeAndKill(Path directory, Durability durability, CrashStream stream, int signsOfLife)
            throws IOException {
        String[] arguments = {
            getClass().getName(), directory.toString(), durability.name(), Long.toString(SEED), "" + stream.done()
        };
        try (ChildJvm child = new ChildJvm(CrashChild.class, arguments)) {
            long begun = stream.done();
            int signs = 0;
            for (Optional<String> line = child.nextLine(); line.isPresent(); line = child.nextLine()) {
                if (line.get().startsWith(CrashChild.BEGUN)) {
                    begun++;
                } else {
                    stream.advance();
                }
                if (++signs == signsOfLife) {
                    child.kill();
                }
            }
            assertThat(signs)
                    .as("signs of life of the child, which failed: %s", child.errors())
                    .isGreaterThanOrEqualTo(signsOfLife);
            return begun;
        }
    }

    private void assertStandsAtAPrefix(Path directory, Durability durability, CrashStream stream, long begun) {
        try (LiveResultsStore store = open(directory, CrashStream.settings(durability))) {
            List<QueryState> found = CrashStream.statesOf(store);
            String place = "seed " + SEED + ", acknowledged up to but not " + stream;
            if (begun > stream.done() && !found.equals(stream.states())) {
                stream.advance(); // the write in flight is there as a whole
            }
            assertThat(found).as(place).isEqualTo(stream.states());
            assertThat(found)
                    .as(place)
                    .allSatisfy(state -> assertThat(state.rows()).hasSize((int) state.rowCount()));
            assertThat(store.verifyAll())
                    .as(place)
                    .allSatisfy(answer -> assertThat(answer.problems()).isEmpty());
        }
    }

    /** On failure check that the lock is one of the operating system, which gives it back when its holder dies. */
    @Test
    void c18_lockOfAnotherProcess_namesItWhileItLives_andIsFreeWhenItWasKilled(@TempDir Path directory)
            throws IOException {
        String[] arguments = {getClass().getName(), directory.toString(), Durability.PROCESS_CRASH.name(), "1", "0"};
        try (ChildJvm child = new ChildJvm(CrashChild.class, arguments)) {
            assertThat(child.nextLine()).as(child::errors).contains(CrashChild.BEGUN + 0);
            assertThatThrownBy(() -> open(directory, StoreBench.SETTINGS))
                    .isInstanceOfSatisfying(
                            StoreLockedException.class,
                            e -> assertThat(e.holder())
                                    .hasValueSatisfying(holder ->
                                            assertThat(holder.processId()).isEqualTo(child.pid())));
            child.kill();
        }
        try (LiveResultsStore store = open(directory, StoreBench.SETTINGS)) {
            assertThat(store.verifyAll())
                    .allSatisfy(answer -> assertThat(answer.problems()).isEmpty());
        }
    }
}
