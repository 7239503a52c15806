package io.afterimage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.CommitResult;
import io.afterimage.LiveResultsStore;
import io.afterimage.Position;
import io.afterimage.ResultCommit;
import io.afterimage.Row;
import io.afterimage.RowSource;
import io.afterimage.Snapshot;
import io.afterimage.spi.StoreSettings;
import io.afterimage.tck.torture.Backend;
import io.afterimage.tck.torture.Campaign;
import io.afterimage.tck.torture.CampaignResult;
import io.afterimage.tck.torture.Campaigns;
import io.afterimage.tck.torture.Finding;
import io.afterimage.tck.torture.Torture;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The soak tested: whatever a store takes and never gives back is found by the small form, each by its own figure. */
class LeakingBackendsTest {

    @TempDir
    private Path scratch;

    @Test
    void storeThatNeverGivesBack_isFoundByEachFigure() throws InterruptedException, IOException {
        CampaignResult result = soak(new NeverGivesBack());
        assertThat(Files.readAllLines(scratch.resolve("soak-maps.csv")))
                .as("figures of a run that found something")
                .hasSizeGreaterThan(10);
        if (result.untested().isEmpty()) {
            assertThat(growing(result))
                    .contains("open files", "native memory", "heap after collection", "other files of the store");
        }
    }

    @Test
    void storeThatForgetsARow_isFound() throws InterruptedException {
        assertThat(soak(new ForgetsARow()).findings()).isNotEmpty();
    }

    private CampaignResult soak(Backend backend) throws InterruptedException {
        Campaign soak = Campaigns.all().stream()
                .filter(campaign -> campaign.name().equals("soak"))
                .findAny()
                .orElseThrow();
        return new Torture(backend, scratch, 1).keepingFigures(scratch).run(soak, 1, soak.smallRounds(), soFar -> {});
    }

    /** What a median of the last quarter has found, which no jump can explain. */
    private static List<String> growing(CampaignResult result) {
        return result.findings().stream()
                .map(Finding::what)
                .filter(what -> what.startsWith("Growing: "))
                .map(what -> what.split("[:.\\[]", -1)[1].strip())
                .toList();
    }

    /** Keeps a descriptor of each snapshot, memory of either kind of each commit, and a file of each clear. */
    private static final class NeverGivesBack extends EngineStoreTortureTest.MapBackend {

        private static final int NATIVE_BYTES_OF_A_COMMIT =
                512 << 10; // found also where a loaded machine commits slowly
        private static final int HEAP_BYTES_OF_A_COMMIT = 48 << 10;
        private static final int BYTES_OF_A_CLEAR = 8 << 20; // of a file with a hole
        private static final List<Object> KEPT = Collections.synchronizedList(new ArrayList<>());

        @Override
        public LiveResultsStore open(Path directory, StoreSettings settings) {
            return new ForwardingStore(super.open(directory, settings)) {
                @Override
                public Snapshot readSnapshot(String queryId) {
                    try {
                        KEPT.add(new FileInputStream(directory.resolve("maps").toFile()));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                    return super.readSnapshot(queryId);
                }

                @Override
                public List<CommitResult> commitAll(List<ResultCommit> commits) {
                    KEPT.add(ByteBuffer.allocateDirect(NATIVE_BYTES_OF_A_COMMIT));
                    KEPT.add(new byte[HEAP_BYTES_OF_A_COMMIT]);
                    return super.commitAll(commits);
                }

                @Override
                public void clear(String queryId) {
                    try (RandomAccessFile file = new RandomAccessFile(
                            directory.resolve("cleared-" + UUID.randomUUID()).toFile(), "rw")) {
                        file.setLength(BYTES_OF_A_CLEAR);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                    super.clear(queryId);
                }
            };
        }
    }

    /** Forgets the last row of each replacement. */
    private static final class ForgetsARow extends EngineStoreTortureTest.MapBackend {

        @Override
        public LiveResultsStore open(Path directory, StoreSettings settings) {
            return new ForwardingStore(super.open(directory, settings)) {
                @Override
                public Position replaceAll(
                        String queryId, Position at, RowSource rows, Map<String, byte[]> sourcePositions) {
                    List<Row> all = new ArrayList<>();
                    Optional<Row> last = Optional.empty();
                    while (rows.next()) {
                        last.ifPresent(all::add);
                        last = Optional.of(new Row(rows.rowSignature(), rows.data()));
                    }
                    return super.replaceAll(queryId, at, RowSource.of(all), sourcePositions);
                }
            };
        }
    }
}
