package io.afterimage.tck.torture;

import io.afterimage.CorruptStoreException;
import io.afterimage.Durability;
import io.afterimage.LiveResultsStore;
import io.afterimage.tck.model.QueryState;
import io.afterimage.tck.model.WriteStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * C1, C16 and C20 where the end of the log is gone, as after a power loss: the files of a writing child that was killed are
 * copied, and the newest log is cut at each of its last bytes and at random ones before. The store opens at a prefix of the
 * writes, or says that commits are missing where a mark tells it; every other copy has none, as after a restart of the machine. On failure check how the backend tells a torn end from
 * damage, and whether anything but the log moves ahead of it.
 */
final class CutCampaign implements Campaign {

    private static final int MAX_SIGNS = 150;
    private static final int LAST_BYTES = 64;
    private static final int BYTES_BEFORE = 36;

    @Override
    public String name() {
        return "cut";
    }

    @Override
    public String attack() {
        return "Cuts the newest log of a killed store at its last " + LAST_BYTES + " bytes and at " + BYTES_BEFORE
                + " others, and opens each.";
    }

    @Override
    public int smallRounds() {
        return 1;
    }

    @Override
    public int fullRounds() {
        return 50;
    }

    @Override
    public void run(Round round) throws IOException {
        Path image = round.newDirectory("image");
        Random random = round.random();
        Durability durability = random.nextBoolean() ? Durability.POWER_LOSS : Durability.PROCESS_CRASH;
        WriteStream stream = new WriteStream(round.seed());
        long begun;
        try (WritingProcess writer = WritingProcess.endless(round, image, durability, stream)) {
            writer.awaitSigns(20 + random.nextInt(MAX_SIGNS));
            begun = writer.kill();
        }
        List<List<QueryState>> prefixes = prefixes(round.seed(), begun);
        for (long length : lengths(newestLog(round.backend(), image), random)) {
            open(round, image, length, durability, prefixes);
        }
        judgeWhole(round, image, durability, stream, begun);
    }

    /** The states before each write, and the one after the last. */
    private static List<List<QueryState>> prefixes(long seed, long writes) {
        WriteStream stream = new WriteStream(seed);
        List<List<QueryState>> states = new ArrayList<>(List.of(stream.states()));
        while (stream.done() < writes) {
            stream.advance();
            states.add(stream.states());
        }
        return states;
    }

    /** The log that was written last: the engines number theirs, or have one. */
    private static Optional<Path> newestLog(Backend backend, Path image) throws IOException {
        try (Stream<Path> files = Files.walk(image)) {
            return files.filter(Files::isRegularFile)
                    .filter(backend::isLog)
                    .filter(file -> file.toFile().length() > 0)
                    .max(Comparator.naturalOrder());
        }
    }

    /** Where to cut. A store without a log is opened once as it is. */
    private static NavigableSet<Long> lengths(Optional<Path> log, Random random) {
        long end = log.map(file -> file.toFile().length()).orElse(0L);
        NavigableSet<Long> lengths = new TreeSet<>();
        for (long length = Math.max(0, end - LAST_BYTES); length < end; length++) {
            lengths.add(length);
        }
        random.longs(BYTES_BEFORE, 0, end + 1).forEach(lengths::add);
        return lengths;
    }

    private static void open(
            Round round, Path image, long length, Durability durability, List<List<QueryState>> prefixes)
            throws IOException {
        Path copy = round.directory().resolve("cut-at-" + length);
        Directories.copy(image, copy);
        newestLog(round.backend(), copy).ifPresent(log -> cut(log, length));
        boolean marked = length % 2 == 0;
        if (!marked) {
            deleteMarks(round.backend(), copy);
        }
        round.injected(1);
        try (LiveResultsStore store = round.backend().open(copy, WriteStream.settings(durability))) {
            new Judge(round).requirePrefix(store, prefixes);
        } catch (CorruptStoreException e) {
            if (!marked) {
                round.found(Harm.WRONG, "A log without its end is called damaged. Cut at: " + length + ". " + e);
            }
        }
        if (!round.hasFindings()) {
            Directories.delete(copy);
        }
    }

    private static void deleteMarks(Backend backend, Path copy) throws IOException {
        try (Stream<Path> files = Files.walk(copy)) {
            for (Path mark : files.filter(backend::isMark).toList()) {
                Files.delete(mark);
            }
        }
    }

    private static void cut(Path log, long length) {
        try (FileChannel channel = FileChannel.open(log, StandardOpenOption.WRITE)) {
            channel.truncate(length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void judgeWhole(Round round, Path image, Durability durability, WriteStream stream, long begun) {
        try (LiveResultsStore store = round.backend().open(image, WriteStream.settings(durability))) {
            new Judge(round).requireAcknowledged(store, stream, begun);
        }
    }
}
