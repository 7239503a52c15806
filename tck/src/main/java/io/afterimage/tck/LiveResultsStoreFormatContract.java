package io.afterimage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.LiveResultsStore;
import io.afterimage.tck.model.QueryState;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * C23: stores of every released format open with what they held. A fixture is a resource beside the subclass, written by
 * {@link FormatFixture} of the version that released the format; it is never written again.
 */
public abstract class LiveResultsStoreFormatContract implements StoreUnderTest {

    /** For subclasses. */
    protected LiveResultsStoreFormatContract() {}

    /**
     * The fixtures, one for each released format.
     *
     * @return names of resources beside the class
     */
    protected abstract List<String> fixtures();

    /** On failure a store in the field cannot be read any more: make a new format version and a migration step. */
    @TestFactory
    Stream<DynamicTest> c23_storesOfEveryReleasedFormat_openWithWhatTheyHeld(@TempDir Path directory) {
        return fixtures().stream()
                .map(name -> DynamicTest.dynamicTest(name, () -> {
                    Path where = directory.resolve(name);
                    try (InputStream text = Objects.requireNonNull(getClass().getResourceAsStream(name), name)) {
                        FormatFixture.unpack(text, where);
                    }
                    assertOpens(where);
                }));
    }

    private void assertOpens(Path where) throws IOException {
        List<QueryState> expected = expected();
        try (LiveResultsStore reader = open(where, ExclusionRules.READ_ONLY)) {
            assertThat(states(reader)).isEqualTo(expected);
        }
        try (LiveResultsStore store = open(where, StoreBench.SETTINGS)) {
            assertThat(states(store)).isEqualTo(expected);
            assertThat(store.verifyAll())
                    .allSatisfy(answer -> assertThat(answer.problems()).isEmpty());
            store.commitAll(Samples.emissions("orders\0", 6, 7));
        }
        try (LiveResultsStore store = open(where, StoreBench.SETTINGS)) {
            assertThat(store.position("orders\0").sequence()).isEqualTo(7);
            assertThat(store.rowCount("orders\0")).isEqualTo(7);
        }
    }

    private static List<QueryState> expected() {
        try (LiveResultsStore reference = new Reference().open(Path.of("."), StoreBench.SETTINGS)) {
            FormatFixture.fill(reference);
            return states(reference);
        }
    }

    private static List<QueryState> states(LiveResultsStore store) {
        return FormatFixture.QUERIES.stream()
                .map(id -> QueryState.of(store, id))
                .toList();
    }
}
