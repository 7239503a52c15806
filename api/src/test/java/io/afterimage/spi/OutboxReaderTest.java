package io.afterimage.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.afterimage.CorruptStoreException;
import io.afterimage.OutboxEntry;
import io.afterimage.OutboxRead;
import io.afterimage.Position;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Every answer of C12, how the first entry is found, and that a log with a hole is damage. */
class OutboxReaderTest {

    private static final Position HEAD = new Position(3, 30, 7);
    private static final long FIRST_ORDINAL = 40;

    private final HeapDisk disk = new HeapDisk();
    private final NavigableMap<Long, OutboxRecord> stored = new TreeMap<>();

    private static byte[] data(long sequence) {
        return Long.toString(sequence).getBytes(StandardCharsets.UTF_8);
    }

    /** Stores entries that follow one another; the first sequence is the one before the oldest entry. */
    private OutboxReader readerOf(long... sequences) {
        for (int i = 1; i < sequences.length; i++) {
            long ordinal = FIRST_ORDINAL + i - 1;
            stored.put(ordinal, new OutboxRecord(ordinal, sequences[i - 1], sequences[i], data(sequences[i])));
        }
        return readerOf(sequences.length - 1, new Position(3, sequences[sequences.length - 1], 7));
    }

    private OutboxReader readerOf(int entries, Position head) {
        HeapState state = new HeapState();
        state.outbox.put(1, stored);
        QueryRecord.Outbox outbox = new QueryRecord.Outbox(FIRST_ORDINAL, FIRST_ORDINAL + entries, FIRST_ORDINAL);
        QueryRecord query =
                QueryRecord.unknown("q").numbered(1).revived().at(head).with(outbox);
        return new OutboxReader(new HeapView(disk, state), query);
    }

    private static OutboxRead after(OutboxReader reader, long sequence) {
        return reader.after(new Position(3, sequence, 0), Integer.MAX_VALUE);
    }

    private static List<OutboxEntry> entries(long... sequences) {
        List<OutboxEntry> entries = new ArrayList<>();
        for (long sequence : sequences) {
            entries.add(new OutboxEntry(sequence, data(sequence)));
        }
        return entries;
    }

    // ---- the answers

    @Test
    void after_positionOfAnotherLife_isOtherGeneration() {
        OutboxReader reader = readerOf(10, 20, 30);
        for (long generation : new long[] {0, 2, 4}) {
            Position requested = new Position(generation, 99, 8);
            assertThat(reader.after(requested, 1)).isEqualTo(new OutboxRead.OtherGeneration(requested, HEAD));
        }
    }

    @Test
    void after_positionOfAnotherDefinition_isOtherConfigAlsoAhead() {
        Position requested = new Position(3, 99, 8);
        assertThat(readerOf(10, 20, 30).after(requested, 1)).isEqualTo(new OutboxRead.OtherConfig(requested, HEAD));
    }

    @Test
    void after_configNotTold_isNotCompared() {
        assertThat(readerOf(10, 20, 30).after(new Position(3, 30, 0), 1)).isEqualTo(new OutboxRead.UpToDate(HEAD));
        Position untold = new Position(3, 30, 0);
        assertThat(readerOf(2, untold).after(HEAD, 1)).isEqualTo(new OutboxRead.UpToDate(untold));
    }

    @Test
    void after_positionBeyondTheHead_isAhead() {
        Position requested = new Position(3, 31, 7);
        assertThat(readerOf(10, 20, 30).after(requested, 1)).isEqualTo(new OutboxRead.Ahead(requested, HEAD));
    }

    @Test
    void after_queryUnknownOrDropped_standsAtNone() {
        HeapView view = new HeapView(disk, new HeapState());
        QueryRecord dropped = readerRecord().droppedNow();
        for (QueryRecord query : List.of(QueryRecord.unknown("q"), dropped)) {
            OutboxReader reader = new OutboxReader(view, query);
            assertThat(reader.after(Position.NONE, 1)).isEqualTo(new OutboxRead.UpToDate(Position.NONE));
            Position sequence1 = new Position(0, 1, 0);
            assertThat(reader.after(sequence1, 1)).isEqualTo(new OutboxRead.Ahead(sequence1, Position.NONE));
            assertThat(reader.after(HEAD, 1)).isEqualTo(new OutboxRead.OtherGeneration(HEAD, Position.NONE));
        }
    }

    private static QueryRecord readerRecord() {
        return QueryRecord.unknown("q").numbered(1).revived().at(HEAD);
    }

    @Test
    void after_entriesTrimmed_isAGapUpToTheOldestOne() {
        OutboxReader reader = readerOf(10, 20, 30);
        assertThat(after(reader, 9)).isEqualTo(new OutboxRead.Gap(9, 20, 30, HEAD));
        assertThat(after(reader, 0)).isEqualTo(new OutboxRead.Gap(0, 20, 30, HEAD));
        assertThat(after(reader, 10)).isEqualTo(new OutboxRead.Entries(entries(20, 30), HEAD));
    }

    @Test
    void after_noEntryKept_isAGapThatEndsAfterTheHead() {
        assertThat(after(readerOf(0, HEAD), 29)).isEqualTo(new OutboxRead.Gap(29, 31, 30, HEAD));
    }

    @Test
    void after_noEntryKeptAtTheGreatestSequence_isAGapThatDoesNotOverflow() {
        Position last = new Position(3, Long.MAX_VALUE, 7);
        assertThat(after(readerOf(0, last), 5)).isEqualTo(new OutboxRead.Gap(5, Long.MAX_VALUE, Long.MAX_VALUE, last));
    }

    @Test
    void after_moreThanAskedFor_isTheFirstOfThem() {
        OutboxReader reader = readerOf(10, 20, 25, 30);
        OutboxRead read = reader.after(new Position(3, 10, 0), 2);
        assertThat(read).isEqualTo(new OutboxRead.Entries(entries(20, 25), HEAD));
        assertThat(((OutboxRead.Entries) read).complete()).isFalse();
    }

    @Test
    void after_morePiecesThanOne_areReadInTurn() {
        long[] sequences = new long[2_502];
        for (int i = 0; i < sequences.length; i++) {
            sequences[i] = i;
        }
        OutboxRead.Entries read = (OutboxRead.Entries) after(readerOf(sequences), 0);
        assertThat(read.entries()).hasSize(2_501);
        assertThat(read.entries().get(2_500)).isEqualTo(new OutboxEntry(2_501, data(2_501)));
        assertThat(read.complete()).isTrue();
    }

    // ---- how the first entry is found

    @Test
    void after_sequencesWithoutJumps_isGuessedAtOnce() {
        OutboxReader reader = readerOf(5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20);
        AtomicInteger reads = new AtomicInteger();
        disk.onCall(call -> reads.incrementAndGet());
        assertThat(after(reader, 9))
                .isEqualTo(new OutboxRead.Entries(
                        entries(10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20), new Position(3, 20, 7)));
        assertThat(reads).as("the oldest entry, the guess, the entries").hasValue(3);
    }

    @Property(tries = 200, shrinking = ShrinkingMode.OFF)
    void after_sequencesThatJump_isEveryLaterEntry(@ForAll long seed) {
        Random random = new Random(seed);
        long[] sequences = new long[2 + random.nextInt(40)];
        sequences[0] = random.nextInt(3);
        for (int i = 1; i < sequences.length; i++) {
            sequences[i] = sequences[i - 1] + 1 + (random.nextInt(3) == 0 ? random.nextInt(9) : 0);
        }
        stored.clear();
        OutboxReader reader = readerOf(sequences);
        Position head = new Position(3, sequences[sequences.length - 1], 7);
        for (long requested = sequences[0]; requested < head.sequence(); requested++) {
            assertThat(after(reader, requested))
                    .as("after %d of %s", requested, stored.values())
                    .isEqualTo(new OutboxRead.Entries(entries(later(sequences, requested)), head));
        }
    }

    private static long[] later(long[] sequences, long requested) {
        return Arrays.stream(sequences)
                .skip(1)
                .filter(sequence -> sequence > requested)
                .toArray();
    }

    // ---- damage

    private static void assertDamage(ThrowingCallable call, String... parts) {
        assertThatExceptionOfType(CorruptStoreException.class)
                .isThrownBy(call)
                .withMessageContainingAll(parts)
                .satisfies(damage -> assertThat(damage.queryId()).contains("q"));
    }

    @Test
    void entryMissing_whereverItIs_isDamage() {
        for (long missing = FIRST_ORDINAL; missing < FIRST_ORDINAL + 4; missing++) {
            OutboxReader reader = readerOf(10, 11, 12, 13, 14);
            stored.remove(missing);
            String named = "outbox entry number " + missing;
            assertDamage(() -> after(reader, 10), named, "Found: none");
            assertDamage(reader::verify, named, "Found: none");
        }
    }

    @Test
    void entryOutsideTheBounds_isNobodysBusiness() {
        OutboxReader reader = readerOf(10, 20, 30);
        stored.put(FIRST_ORDINAL - 1, new OutboxRecord(FIRST_ORDINAL - 1, 1, 10, data(10)));
        assertThat(after(reader, 9)).isInstanceOf(OutboxRead.Gap.class);
        assertThat(after(reader, 10)).isEqualTo(new OutboxRead.Entries(entries(20, 30), HEAD));
        assertThatCode(reader::verify).doesNotThrowAnyException();
    }

    @Test
    void entryThatDoesNotFollowTheOneBefore_isDamage() {
        OutboxReader reader = readerOf(10, 20, 25, 30);
        stored.put(FIRST_ORDINAL + 1, new OutboxRecord(FIRST_ORDINAL + 1, 21, 25, data(25)));
        assertDamage(() -> after(reader, 10), "an entry after 20", "entry 25 after 21");
        assertDamage(reader::verify, "an entry after 20", "entry 25 after 21");
    }

    @Test
    void entryThatDoesNotFollowItself_isDamage() {
        OutboxReader reader = readerOf(10, 20, 30);
        stored.put(FIRST_ORDINAL + 1, new OutboxRecord(FIRST_ORDINAL + 1, 20, 20, data(20)));
        assertDamage(() -> after(reader, 10), "entry 20 after 20");
        assertDamage(reader::verify, "entry 20 after 20");
    }

    @Test
    void newestEntry_notTheHeads_isDamage() {
        readerOf(10, 20, 25);
        OutboxReader reader = readerOf(2, HEAD);
        assertDamage(() -> after(reader, 10), "sequence 30", "entry 25");
        assertDamage(() -> after(reader, 26), "the entry after 26", "entry 25");
        assertDamage(reader::verify, "sequence 30", "entry 25");
    }

    @Test
    void verify_wholeOrEmpty_passes() {
        assertThatCode(readerOf(10, 20, 25, 30)::verify).doesNotThrowAnyException();
        assertThatCode(readerOf(0, HEAD)::verify).doesNotThrowAnyException();
    }
}
