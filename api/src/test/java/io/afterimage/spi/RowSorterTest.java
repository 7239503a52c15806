package io.afterimage.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.afterimage.StoreUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows in any order come out in that of their signatures, the last one of each, whatever memory there is. */
class RowSorterTest {

    private static final long LITTLE = 1 << 20;

    @TempDir
    private Path temp;

    private final Map<Long, byte[]> expected = new TreeMap<>(Long::compareUnsigned);

    private void fill(RowSorter sorter, int rows, int longest, long signatureMask, Random random) {
        for (int i = 0; i < rows; i++) {
            long signature = random.nextLong() & signatureMask;
            byte[] data = new byte[random.nextInt(longest + 1)];
            random.nextBytes(data);
            sorter.add(signature, data);
            expected.put(signature, data.clone());
            Arrays.fill(data, (byte) 0); // the array is the caller's
        }
    }

    private static Map<Long, byte[]> read(List<RowMerge> walks) {
        Map<Long, byte[]> read = new TreeMap<>(Long::compareUnsigned);
        long last = 0;
        for (RowMerge walk : walks) {
            long count = 0;
            long membership = 0;
            while (walk.next()) {
                long signature = walk.rowSignature();
                assertThat(read.isEmpty() || Long.compareUnsigned(last, signature) < 0)
                        .as("in order")
                        .isTrue();
                read.put(signature, Arrays.copyOfRange(walk.array(), walk.offset(), walk.offset() + walk.length()));
                last = signature;
                count++;
                membership += Checksums.ofMember(signature);
            }
            assertThat(walk.count()).isEqualTo(count);
            assertThat(walk.membership()).isEqualTo(membership);
        }
        return read;
    }

    private void assertSorted(SortedRows rows, long rangeBytes) {
        assertSame(read(List.of(rows.walk())));
        List<SortedRows.Range> ranges = rows.ranges(rangeBytes);
        List<RowMerge> walks =
                ranges.stream().map(range -> rows.walk(range, ranges.size())).toList();
        assertSame(read(walks));
        assertThat(walks).allMatch(walk -> walk.count() > 0 || expected.isEmpty());
    }

    private void assertSame(Map<Long, byte[]> read) {
        assertThat(read.keySet()).containsExactlyElementsOf(expected.keySet());
        expected.forEach((signature, data) -> assertThat(read.get(signature)).isEqualTo(data));
    }

    private List<Path> filesLeft() throws IOException {
        List<Path> left = new ArrayList<>();
        try (var files = Files.list(temp)) {
            files.forEach(left::add);
        }
        return left;
    }

    @ParameterizedTest(name = "{0} rows of up to {1} bytes, signatures under {2}")
    @CsvSource({
        "0, 0, -1",
        "1, 0, -1",
        "100, 100, -1",
        "20000, 200, -1",
        "20000, 200, 4095",
        "20000, 200, 15",
        "20000, 0, -1",
        "60, 300000, -1",
        "60, 300000, 7",
        "3000, 40000, -1"
    })
    void rowsInAnyOrder_areThereInOrder_andLeaveNoFile(int rows, int longest, long mask) throws IOException {
        try (RowSorter sorter = new RowSorter(temp, LITTLE)) {
            fill(sorter, rows, longest, mask, new Random(rows + longest));
            assertSorted(sorter.sorted(), 1 << 20);
        }
        assertThat(filesLeft()).isEmpty();
    }

    /** No memory at all: every row is a file of its own, and files are merged into larger ones, and those again. */
    @Test
    void moreFilesThanAreMergedAtOnce_keepTheLastRowOfEachSignature() throws IOException {
        try (RowSorter sorter = new RowSorter(temp, 0)) {
            fill(sorter, 17_000, 20, 0x3FF, new Random(1));
            assertSorted(sorter.sorted(), 1 << 10);
        }
        assertThat(filesLeft()).isEmpty();
    }

    @Test
    void noFile_isNeededForWhatFitsIntoMemory() throws IOException {
        Path absent = temp.resolve("absent");
        try (RowSorter sorter = new RowSorter(absent, 8 * LITTLE)) {
            fill(sorter, 10_000, 200, -1, new Random(2));
            assertSorted(sorter.sorted(), 1 << 18);
        }
        assertThat(absent).doesNotExist();
    }

    @Test
    void directoryThatCannotBe_isUnavailable_forWhoeverAdds() throws IOException {
        Path file = Files.writeString(temp.resolve("file"), "in the way");
        try (RowSorter sorter = new RowSorter(file, LITTLE)) {
            assertThatExceptionOfType(StoreUnavailableException.class)
                    .isThrownBy(() -> {
                        fill(sorter, 20_000, 200, -1, new Random(3));
                        sorter.sorted();
                    })
                    .withMessageContainingAll("put aside", "Directory: " + file, "Next: ");
        }
    }

    @Test
    void callerThatIsInterrupted_getsItsRowsAllTheSame() {
        Thread.currentThread().interrupt();
        try (RowSorter sorter = new RowSorter(temp, LITTLE)) {
            fill(sorter, 20_000, 200, -1, new Random(4));
            assertSorted(sorter.sorted(), 1 << 20);
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            Thread.interrupted();
        }
    }
}
