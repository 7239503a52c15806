package io.afterimage.tck;

import static io.afterimage.tck.Samples.OTHER;
import static io.afterimage.tck.Samples.Q;
import static io.afterimage.tck.Samples.bytes;
import static io.afterimage.tck.Samples.emissions;
import static io.afterimage.tck.Samples.noise;
import static io.afterimage.tck.StoreTrait.SURVIVES_CLOSE;
import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.CorruptStoreException;
import io.afterimage.LiveResultsStore;
import io.afterimage.NewerFormatException;
import io.afterimage.ResultCommit;
import io.afterimage.RowMutation;
import io.afterimage.Verification;
import io.afterimage.tck.model.QueryState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Rules C20 and C21: damage, and formats of the future. */
interface DamageRules {

    /** Where the rules work. */
    StoreBench bench();

    /** A healthy store passes, and verification says what it checked. On failure the problems say what it disbelieves. */
    @Test
    default void c20_healthyStore_passesItsVerification_whichSaysWhatItChecked() {
        LiveResultsStore store = bench().store();
        fill(store);
        assertHealthy(store);
        assertHealthy(bench().reopen());
        assertThat(bench().store().verify("never seen").passed()).isTrue();
    }

    private static void assertHealthy(LiveResultsStore store) {
        List<Verification> answers = store.verifyAll();
        assertThat(answers).hasSize(1 + store.queries().size()).allSatisfy(answer -> {
            assertThat(answer.problems()).isEmpty();
            assertThat(answer.checked()).isNotEmpty();
        });
        assertThat(answers.subList(1, answers.size()))
                .extracting(Verification::subject)
                .isEqualTo(
                        store.queries().stream().map(query -> query.queryId()).toList());
    }

    private static void fill(LiveResultsStore store) {
        List<RowMutation> rows = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            rows.add(RowMutation.upsert(i * 0x9E37_79B9_7F4A_7C15L, noise(150, i)));
        }
        store.commit(ResultCommit.of(Q, 1, rows)
                .outbox(noise(300, -1))
                .sourcePosition("orders", bytes("at"))
                .build());
        store.commitAll(emissions(OTHER, 1, 40));
        store.clear(OTHER);
        store.commitAll(emissions(OTHER, 41, 60));
    }

    /**
     * One flipped byte anywhere in the files of a closed store is reported as corruption, or it hits bytes that carry no
     * data; wrong or fewer rows are never returned. On failure check which value the named byte belongs to, whether it is
     * under a checksum, and whether an iterator that stopped is asked why. A store in memory has no files.
     */
    @Test
    default void c20_flippedByteInAnyFile_isReportedOrHarmless_andNeverReturnedAsData() throws IOException {
        LiveResultsStore store = bench().store();
        fill(store);
        Map<String, QueryState> expected = statesOf(store);
        store.close();
        FileDamage damage = new FileDamage(bench().directory());
        assertThat(damage.isPossible()).isEqualTo(bench().has(SURVIVES_CLOSE));
        int reported = 0;
        for (int seed = 0; seed < Repetitions.times(24) && damage.isPossible(); seed++) {
            Path copy = bench().emptyDirectory();
            String flipped =
                    seed % 2 == 0 ? damage.flipByteOf(noise(150, seed), copy, seed) : damage.flipAnyByte(copy, seed);
            Optional<Map<String, QueryState>> found = readDamaged(copy);
            found.ifPresent(states -> assertThat(states).as("%s", flipped).isEqualTo(expected));
            reported += found.isPresent() ? 0 : 1;
        }
        assertThat(reported > 0).as("some damage was reported").isEqualTo(damage.isPossible());
    }

    private static Map<String, QueryState> statesOf(LiveResultsStore store) {
        Map<String, QueryState> states = new TreeMap<>();
        store.queries().forEach(query -> states.put(query.queryId(), QueryState.of(store, query.queryId())));
        return states;
    }

    /** Opens and reads a damaged store; empty where it said so. */
    private Optional<Map<String, QueryState>> readDamaged(Path directory) {
        try (LiveResultsStore store = bench().openIn(directory, StoreBench.SETTINGS)) {
            boolean verified = store.verifyAll().stream().allMatch(Verification::passed);
            try {
                return Optional.of(statesOf(store));
            } catch (CorruptStoreException e) {
                assertThat(verified)
                        .as("verification misses: %s", e.getMessage())
                        .isFalse();
                return Optional.empty();
            }
        } catch (CorruptStoreException | NewerFormatException e) {
            return Optional.empty();
        }
    }

    /**
     * The version field is the backend's own, so its golden test writes a newer one and compares all files before and
     * after. What can be seen here: opening alone changes no answer. On failure check what opening writes.
     */
    @Test
    default void c21_newerFormat_isPinnedByTheBackendsGoldenTest_butOpeningAloneChangesNoAnswer() {
        LiveResultsStore store = bench().store();
        fill(store);
        Map<String, QueryState> before = bench().has(SURVIVES_CLOSE) ? statesOf(store) : Map.of();
        for (int times = 0; times < 4; times++) {
            assertThat(statesOf(bench().reopen())).isEqualTo(before);
        }
        NewerFormatException refusal = new NewerFormatException("dir", 9, 1);
        assertThat(refusal.foundVersion()).isGreaterThan(refusal.knownVersion());
    }
}
