package io.afterimage.sqlite;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The one descriptor through which this process reads a database file without SQLite. Thread-safe.
 *
 * <p>On POSIX a process loses all its locks on a file as soon as it closes any descriptor of it, SQLite's locks included,
 * and another process could then delete the log under our hands (section 2.2 of SQLite's "How To Corrupt"). So the
 * descriptor is shared by all who open the file here, and closed after the last of them has closed its connections. It is
 * no {@code FileChannel}, which an interrupt would close.
 */
final class DatabaseBytes implements AutoCloseable {

    private static final Map<Path, Shared> OPEN = new HashMap<>(); // guarded by itself

    private final Path realPath;
    private final RandomAccessFile bytes;

    private DatabaseBytes(Path realPath, RandomAccessFile bytes) {
        this.realPath = realPath;
        this.bytes = bytes;
    }

    static DatabaseBytes open(SqliteFile file) throws IOException {
        Path realPath = file.database().toRealPath();
        synchronized (OPEN) {
            Shared shared = OPEN.get(realPath);
            if (shared == null) {
                shared = new Shared(new RandomAccessFile(realPath.toFile(), "r"));
                OPEN.put(realPath, shared);
            }
            shared.users++;
            return new DatabaseBytes(realPath, shared.bytes);
        }
    }

    /** The first bytes of the file; fewer where it is shorter. */
    ByteBuffer readStart(int count) throws IOException {
        byte[] start = new byte[count];
        return ByteBuffer.wrap(start, 0, read(0, start, count));
    }

    /** Reads bytes from a position on and tells how many there are, up to {@code count}. */
    int read(long position, byte[] into, int count) throws IOException {
        synchronized (bytes) {
            bytes.seek(position);
            int read = 0;
            int more;
            while (read < count && (more = bytes.read(into, read, count - read)) > 0) {
                read += more;
            }
            return read;
        }
    }

    /** How long the file is now. */
    long length() throws IOException {
        synchronized (bytes) {
            return bytes.length();
        }
    }

    /** To be called once, after the user's connections are closed. */
    @Override
    public void close() throws IOException {
        synchronized (OPEN) {
            Shared shared = OPEN.get(realPath);
            if (shared != null && --shared.users == 0) {
                OPEN.remove(realPath);
                shared.bytes.close();
            }
        }
    }

    /** A descriptor and how many use it. */
    private static final class Shared {
        private final RandomAccessFile bytes;
        private int users;

        Shared(RandomAccessFile bytes) {
            this.bytes = bytes;
        }
    }
}
