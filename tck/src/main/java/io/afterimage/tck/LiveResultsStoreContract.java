package io.afterimage.tck;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract of a store, C1 to C23, as numbered tests. Extend it and give the two methods of {@link StoreUnderTest}.
 * Every test's Javadoc says what to check when it fails. Each test works on fresh directories.
 */
public abstract class LiveResultsStoreContract
        implements StoreUnderTest,
                RowRules,
                ByteRules,
                QueryIdRules,
                SnapshotRules,
                CountRules,
                SequenceRules,
                CommitRules,
                OutboxRules,
                RetentionRules,
                LifeRules,
                ReplaceRules,
                DurabilityRules,
                ExclusionRules,
                CloseRules,
                DamageRules {

    private @Nullable StoreBench bench;

    /** For subclasses. */
    protected LiveResultsStoreContract() {}

    @BeforeEach
    final void setUp(@TempDir Path directory) {
        bench = new StoreBench(this, directory);
    }

    @AfterEach
    final void tearDown() {
        bench().close();
    }

    @Override
    public final StoreBench bench() {
        if (bench == null) {
            throw new IllegalStateException("The rules run inside a JUnit test only.");
        }
        return bench;
    }
}
