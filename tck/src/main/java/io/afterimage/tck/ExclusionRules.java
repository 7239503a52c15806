package io.afterimage.tck;

import static io.afterimage.tck.Samples.Q;
import static io.afterimage.tck.Samples.emissions;
import static io.afterimage.tck.StoreTrait.EXCLUSIVE_WRITER;
import static io.afterimage.tck.StoreTrait.READERS_BESIDE_WRITER;
import static io.afterimage.tck.StoreTrait.SURVIVES_CLOSE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.AfterimageException;
import io.afterimage.LiveResultsStore;
import io.afterimage.RefusedException;
import io.afterimage.StoreHolder;
import io.afterimage.StoreLockedException;
import io.afterimage.spi.StoreSettings;
import io.afterimage.spi.StoreSettings.Access;
import io.afterimage.tck.model.QueryState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rule C18: one writer per store. */
interface ExclusionRules {

    /** How a reader opens a store. */
    StoreSettings READ_ONLY = StoreBench.SETTINGS.withAccess(Access.READ_ONLY);

    /** Where the rules work. */
    StoreBench bench();

    /** The second writer is told who is first. On failure check when the lock is taken and where the holder's note is. */
    @Test
    default void c18_secondWriterInThisProcess_isToldWhoHoldsTheStore_orHasAStoreOfItsOwn() {
        LiveResultsStore store = bench().store();
        store.commitAll(emissions(Q, 1, 3));
        if (bench().has(EXCLUSIVE_WRITER)) {
            assertThatThrownBy(() -> bench().openAgain(StoreBench.SETTINGS))
                    .isInstanceOfSatisfying(
                            StoreLockedException.class,
                            e -> assertThat(e.holder()).hasValueSatisfying(ExclusionRules::assertIsThisProcess));
        } else {
            assertThat(bench().openAgain(StoreBench.SETTINGS).queries()).isEmpty();
        }
        assertThat(store.commitAll(emissions(Q, 4, 5))).hasSize(2);
        assertThat(store.position(Q).sequence()).isEqualTo(5);
    }

    private static void assertIsThisProcess(StoreHolder holder) {
        assertThat(holder.processId()).isEqualTo(ProcessHandle.current().pid());
        assertThat(holder.host()).isNotBlank();
    }

    /** A second process is told the same. On failure check that the lock is one of the operating system. */
    @Test
    default void c18_secondWriterInAnotherProcess_isToldWhoHoldsTheStore_orHasAStoreOfItsOwn() throws IOException {
        bench().store().commitAll(emissions(Q, 1, 3));
        String answer = OpenAttempt.inAnotherProcess(bench().subject(), bench().directory());
        assertThat(answer)
                .isEqualTo(
                        bench().has(EXCLUSIVE_WRITER)
                                ? OpenAttempt.LOCKED_BY
                                        + ProcessHandle.current().pid()
                                : OpenAttempt.OPENED);
    }

    /** A close frees the store, for this process and for others. On failure check the order of unlocking and closing. */
    @Test
    default void c18_closedStore_isFreeForOthers() throws IOException {
        bench().store().close();
        assertThat(OpenAttempt.inAnotherProcess(bench().subject(), bench().directory()))
                .isEqualTo(OpenAttempt.OPENED);
        assertThat(bench().reopen().queries()).isEmpty();
    }

    /** A reader beside the writer sees the rows and writes nothing. On failure check the access of the engine's handle. */
    @Test
    default void c18_readerBesideTheWriter_readsAndWritesNothing_whereTheEngineCan() {
        LiveResultsStore writer = bench().store();
        writer.commitAll(emissions(Q, 1, 3));
        QueryState before = QueryState.of(writer, Q);
        if (bench().has(READERS_BESIDE_WRITER)) {
            LiveResultsStore reader = bench().openAgain(READ_ONLY);
            assertThat(QueryState.of(reader, Q)).isEqualTo(before);
            assertWritesAreRefused(reader);
            assertThat(QueryState.of(reader, Q)).isEqualTo(before);
            reader.close();
        } else if (bench().has(EXCLUSIVE_WRITER)) {
            assertThatThrownBy(() -> bench().openAgain(READ_ONLY)).isInstanceOf(StoreLockedException.class);
        } else {
            assertThat(bench().openAgain(READ_ONLY).queries()).isEmpty();
        }
        assertThat(QueryState.of(writer, Q)).isEqualTo(before);
        assertThat(writer.commitAll(emissions(Q, 4, 4)).get(0).applied()).isTrue();
    }

    private static void assertWritesAreRefused(LiveResultsStore reader) {
        StoreCalls.writesOf(reader, Q)
                .forEach((call, attempt) ->
                        assertThatThrownBy(attempt).as("%s on a reader", call).isInstanceOf(RefusedException.class));
    }

    /** A reader without a writer reads what was stored. On failure check what a reader needs the writer for. */
    @Test
    default void c18_readerWithoutAWriter_readsWhatWasStored_whereItSurvives() {
        LiveResultsStore writer = bench().store();
        writer.commitAll(emissions(Q, 1, 3));
        QueryState before = QueryState.of(writer, Q);
        LiveResultsStore reader = bench().reopen(READ_ONLY);
        assertThat(QueryState.of(reader, Q)).isEqualTo(bench().has(SURVIVES_CLOSE) ? before : QueryState.UNKNOWN);
        if (bench().has(SURVIVES_CLOSE)) {
            assertWritesAreRefused(reader);
        }
        LiveResultsStore again = bench().reopen();
        assertThat(again.commit(Samples.emission(Q, again.position(Q).sequence() + 1))
                        .applied())
                .isTrue();
    }

    /** A reader creates no store. On failure check what is created before the files are looked for. */
    @Test
    default void c18_readerOfNothing_createsNothing() throws IOException {
        Path empty = bench().emptyDirectory();
        if (bench().has(SURVIVES_CLOSE)) {
            assertThatThrownBy(() -> bench().openIn(empty, READ_ONLY)).isInstanceOf(AfterimageException.class);
        } else {
            assertThat(bench().openIn(empty, READ_ONLY).queries()).isEmpty();
        }
        try (Stream<Path> files = Files.list(empty)) {
            assertThat(files).isEmpty();
        }
    }
}
