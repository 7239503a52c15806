package io.afterimage.spi;

import io.afterimage.StoreHolder;
import io.afterimage.StoreLockedException;
import io.afterimage.StoreUnavailableException;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * The one-writer lock of a store (C18): an operating-system lock on a file that also says who holds it. The operating
 * system gives the lock back when the holder dies, however it dies, so a stale file never blocks. Thread-safe.
 */
public final class StoreLock implements AutoCloseable {

    /*
     * On POSIX a process loses its lock on a file when it closes any descriptor of that file. So a second open in this
     * process must be found out before the file is touched: through the map below. Should another class loader have
     * loaded this class again, the JVM still answers with OverlappingFileLockException, and then our descriptor stays
     * open on purpose.
     */
    private static final Map<Path, StoreHolder> HELD_HERE = new ConcurrentHashMap<>();

    private static final int MOST_LOOKS = 250;
    private static final long NANOS_BETWEEN_LOOKS = 2_000_000;
    private static final int MOST_NOTE_BYTES = 1_024;

    private final Path file;
    private final FileChannel channel;

    private StoreLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Takes the lock.
     *
     * @param lockFile the lock file; created if missing, in a directory that exists; kept after the release
     * @param storeName the store's directory or file, for messages
     * @return the lock, to be closed after the engine
     * @throws StoreLockedException if another process or another store of this process holds it
     * @throws StoreUnavailableException if the file cannot be used
     */
    public static StoreLock acquire(Path lockFile, String storeName) {
        StoreHolder self = new StoreHolder(
                ProcessHandle.current().pid(), hostName(), Instant.now().truncatedTo(ChronoUnit.SECONDS));
        Path file;
        try {
            Path directory = Objects.requireNonNull(lockFile.toAbsolutePath().getParent(), "a lock file has a parent");
            file = directory.toRealPath().resolve(lockFile.getFileName());
        } catch (IOException e) {
            throw unusable(lockFile, e);
        }
        StoreHolder here = HELD_HERE.putIfAbsent(file, self);
        if (here != null) {
            throw new StoreLockedException(storeName, Optional.of(here));
        }
        boolean acquired = false;
        try {
            StoreLock lock = new StoreLock(file, lockFile(file, storeName, self));
            acquired = true;
            return lock;
        } catch (IOException e) {
            throw unusable(lockFile, e);
        } finally {
            if (!acquired) {
                HELD_HERE.remove(file);
            }
        }
    }

    @SuppressWarnings("resource") // the channel lives in the StoreLock; see the note above for the overlapping case
    private static FileChannel lockFile(Path file, String storeName, StoreHolder self) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        Optional<StoreHolder> holder;
        try {
            if (channel.tryLock() != null) {
                leaveNote(channel, self);
                return channel;
            }
            holder = awaitNote(channel);
        } catch (OverlappingFileLockException e) {
            throw new StoreLockedException(storeName, Optional.of(self));
        } catch (IOException e) {
            try (channel) { // and with it the lock, which nobody would have
                throw e;
            }
        }
        channel.close();
        throw new StoreLockedException(storeName, holder);
    }

    private static void leaveNote(FileChannel channel, StoreHolder self) throws IOException {
        String note = self.processId() + "\n" + self.host() + "\n" + self.since() + "\n";
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(note.getBytes(StandardCharsets.UTF_8)), 0);
    }

    /**
     * A holder writes its note right after it has got the lock, so a note that is not there yet soon will be. Until then
     * the one of the last holder may be there.
     */
    private static Optional<StoreHolder> awaitNote(FileChannel channel) throws IOException {
        Optional<StoreHolder> holder = readNote(channel);
        for (int looks = 1; holder.isEmpty() && looks < MOST_LOOKS; looks++) {
            LockSupport.parkNanos(NANOS_BETWEEN_LOOKS);
            holder = readNote(channel);
        }
        return holder;
    }

    /** Who holds the lock; empty while the holder has not yet written its note, or if the note is none or a dead one's. */
    private static Optional<StoreHolder> readNote(FileChannel channel) throws IOException {
        ByteBuffer note = ByteBuffer.allocate(MOST_NOTE_BYTES);
        channel.read(note, 0);
        return holderIn(new String(note.array(), 0, note.position(), StandardCharsets.UTF_8))
                .filter(holder -> !isDead(holder));
    }

    /** Whom a note names; empty if it is none, or not yet whole. */
    static Optional<StoreHolder> holderIn(String note) {
        String[] lines = note.split("\n", -1);
        if (lines.length < 4) {
            return Optional.empty();
        }
        try {
            return Optional.of(new StoreHolder(Long.parseLong(lines[0]), lines[1], Instant.parse(lines[2])));
        } catch (NumberFormatException | DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Whether a process of this host is gone; of other hosts nothing is known. */
    private static boolean isDead(StoreHolder holder) {
        return holder.host().equals(hostName())
                && ProcessHandle.of(holder.processId()).isEmpty();
    }

    private static StoreUnavailableException unusable(Path lockFile, IOException cause) {
        return new StoreUnavailableException(
                "The lock file cannot be used. File: " + lockFile + ". Found: " + cause
                        + ". Next: check the directory and its permissions.",
                cause);
    }

    private static String hostName() {
        Path kernelName = Path.of("/proc/sys/kernel/hostname"); // no name service involved
        try {
            return Files.isReadable(kernelName)
                    ? Files.readString(kernelName, StandardCharsets.UTF_8).strip()
                    : InetAddress.getLocalHost().getHostName();
        } catch (IOException e) {
            return "unknown host";
        }
    }

    /** Gives the lock back. Idempotent. */
    @Override
    public synchronized void close() {
        if (!channel.isOpen()) {
            return; // maybe somebody else holds the file by now
        }
        try {
            channel.close();
        } catch (IOException e) {
            throw unusable(file, e);
        } finally {
            HELD_HERE.remove(file);
        }
    }

    @Override
    public String toString() {
        return "lock " + file;
    }
}
