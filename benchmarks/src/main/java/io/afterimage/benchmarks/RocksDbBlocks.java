package io.afterimage.benchmarks;

import io.afterimage.Durability;
import io.afterimage.RowMutation;
import io.afterimage.RowSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.rocksdb.CompressionType;
import org.rocksdb.RocksDBException;

/**
 * What do the size of RocksDB's blocks and their compression cost, and what do they save? Decision 0011 rests on this program.
 *
 * <p>Command: {@code java -cp benchmarks/target/classes:$(cat benchmarks/target/classpath)
 * io.afterimage.benchmarks.RocksDbBlocks ROWS ROUNDS} after any {@code benchmarks/run}.
 *
 * <p>The bare engine with the store's other options. Rows are JSON of about 200 bytes, as reactions keep them: loaded sorted,
 * walked twice, read one by one, then changed in batches of 100, 60 updates, 30 inserts and 10 deletions. Figures are
 * microseconds of the calling thread's processor time per row, the mean of the rounds, in which the choices take turns.
 */
public final class RocksDbBlocks {

    private static final String QUERY = "blocks";
    private static final int BATCH = 100;
    private static final List<Choice> CHOICES = List.of(
            new Choice(4 << 10, CompressionType.LZ4_COMPRESSION),
            new Choice(16 << 10, CompressionType.LZ4_COMPRESSION),
            new Choice(64 << 10, CompressionType.LZ4_COMPRESSION),
            new Choice(16 << 10, CompressionType.NO_COMPRESSION),
            new Choice(16 << 10, CompressionType.ZSTD_COMPRESSION));

    private RocksDbBlocks() {}

    private record Choice(int blockBytes, CompressionType compression) {}

    /** Sums of the rounds. */
    private static final class Figures {
        private double walk;
        private double read;
        private double change;
        private double bytes;
    }

    /**
     * Prints one line per choice.
     *
     * @param args rows, rounds
     * @throws RocksDBException if RocksDB fails
     */
    public static void main(String[] args) throws RocksDBException {
        int rows = Integer.parseInt(args[0]);
        int rounds = Integer.parseInt(args[1]);
        measure(CHOICES.get(0), rows / 10, new Figures()); // has everything compiled
        List<Figures> sums = new ArrayList<>();
        CHOICES.forEach(choice -> sums.add(new Figures()));
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < CHOICES.size(); i++) {
                measure(CHOICES.get(i), rows, sums.get(i));
            }
        }
        System.out.println("| block | compression | walk | single read | change | bytes a row |");
        System.out.println("|---|---|---|---|---|---|");
        for (int i = 0; i < CHOICES.size(); i++) {
            Figures sum = sums.get(i);
            System.out.printf(
                    Locale.ROOT,
                    "| %,d | %s | %.2f | %.1f | %.2f | %.0f |%n",
                    CHOICES.get(i).blockBytes,
                    CHOICES.get(i).compression.name().replace("_COMPRESSION", ""),
                    sum.walk / rounds,
                    sum.read / rounds,
                    sum.change / rounds,
                    sum.bytes / rounds);
        }
    }

    private static void measure(Choice choice, int rows, Figures sum) throws RocksDBException {
        Path directory = Directories.temporary();
        RawRocksOptions options = RawRocksOptions.ofStore(directory).blocks(choice.blockBytes, choice.compression);
        try (RawRocksDb db = RawRocksDb.open(directory, options, Durability.PROCESS_CRASH)) {
            db.load(QUERY, new JsonRows(rows));
            sum.bytes += bytes(directory) / (double) rows;
            sum.walk += micros(2 * rows, () -> {
                db.readAll(QUERY);
                db.readAll(QUERY);
            });
            SplittableRandom random = new SplittableRandom(29);
            int reads = rows / 10;
            sum.read += micros(reads, () -> {
                for (int i = 0; i < reads; i++) {
                    db.row(QUERY, RowMaker.signature(random.nextInt(rows)));
                }
            });
            sum.change += change(db, rows, random);
        } finally {
            Directories.delete(directory);
        }
    }

    private static double change(RawRocksDb db, int rows, SplittableRandom random) {
        long fresh = rows;
        double micros = 0;
        for (int i = 0; i < rows; i += BATCH) {
            List<RowMutation> batch = new ArrayList<>();
            for (int j = i; j < i + BATCH; j++) {
                int kind = random.nextInt(100);
                long number = kind < 60 || kind >= 90 ? random.nextInt(rows) : fresh++;
                batch.add(
                        kind < 90
                                ? RowMutation.upsert(RowMaker.signature(number), json(number, j))
                                : RowMutation.delete(RowMaker.signature(number)));
            }
            micros += micros(1, () -> db.apply(QUERY, batch)); // without the making of rows
        }
        return micros / rows;
    }

    private static double micros(int rows, Runnable work) {
        long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        work.run();
        return (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start) / 1e3 / rows;
    }

    private static long bytes(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".sst"))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An order, as many systems would show it. */
    private static byte[] json(long number, int version) {
        long mixed = RowMaker.signature(number + 31L * version);
        String status = List.of("OPEN", "PAID", "PACKED", "SHIPPED").get((int) (mixed & 3));
        return ("{\"orderId\":%d,\"customer\":\"C%08x\",\"status\":\"%s\",\"amount\":%d.%02d,\"currency\":\"EUR\","
                        + "\"warehouse\":\"W%02d\",\"updatedAt\":\"2026-03-%02dT%02d:%02d:%02dZ\",\"trace\":\"%016x\"}")
                .formatted(
                        number,
                        (int) mixed,
                        status,
                        mixed >>> 50,
                        (mixed >>> 40) % 100,
                        (mixed >>> 20) % 30,
                        1 + (mixed >>> 8) % 28,
                        (mixed >>> 13) % 24,
                        (mixed >>> 27) % 60,
                        (mixed >>> 33) % 60,
                        mixed)
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Rows numbered from 0 in the order of their signatures. */
    private static final class JsonRows implements RowSource {

        private final long[] numbers;
        private int at = -1;

        JsonRows(int rows) {
            numbers = Stream.iterate(0L, number -> number + 1)
                    .limit(rows)
                    .sorted(Comparator.comparingLong(number -> RowMaker.signature(number) ^ Long.MIN_VALUE))
                    .mapToLong(Long::longValue)
                    .toArray();
        }

        @Override
        public boolean next() {
            return ++at < numbers.length;
        }

        @Override
        public long rowSignature() {
            return RowMaker.signature(numbers[at]);
        }

        @Override
        public byte[] data() {
            return json(numbers[at], 0);
        }
    }
}
