package io.afterimage.mirror.sql;

import io.afterimage.AfterimageException;
import io.afterimage.CorruptStoreException;
import io.afterimage.StoreUnavailableException;
import io.afterimage.mirror.sql.FollowerWriter.Standing;
import io.afterimage.spi.StoreLock;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Everything a follower holds open: the lock, the connection that writes, and the queries; opened in this order and closed in
 * the other one. A file that turns out damaged is made anew under the same lock. Queries may come from any thread; the rest
 * is for one thread at a time.
 */
final class OpenFollower implements AutoCloseable {

    private final FollowerFile file;
    private final SqlLimits limits;
    private final StoreLock lock;
    private FollowerWriter writer;
    private volatile ReadOnlySql sql;
    private Standing standing;
    private volatile boolean writerDamaged;

    private OpenFollower(FollowerFile file, SqlLimits limits, StoreLock lock) {
        this.file = file;
        this.limits = limits;
        this.lock = lock;
        Parts parts = openOrRenew();
        writer = parts.writer;
        sql = parts.sql;
        standing = parts.standing;
    }

    private record Parts(FollowerWriter writer, ReadOnlySql sql, Standing standing) {}

    static OpenFollower open(FollowerFile file, SqlLimits limits) {
        if (!Files.exists(file.lock())) {
            FollowerHeader.isFollower(file); // looks before anything is made, also the lock; nobody follows yet
        }
        try {
            Files.createDirectories(
                    Objects.requireNonNull(file.database().getParent(), "an absolute file has a parent"));
        } catch (IOException e) {
            throw new StoreUnavailableException("The follower's directory cannot be made. File: " + file + ".", e);
        }
        StoreLock lock = StoreLock.acquire(file.lock(), file.toString());
        try {
            return new OpenFollower(file, limits, lock);
        } catch (RuntimeException e) {
            FollowerFile.closeAfter(e, lock);
            throw e;
        }
    }

    private Parts openOrRenew() {
        if (!FollowerHeader.isFollower(file)) {
            FollowerCreation.create(file);
        }
        try {
            return openParts();
        } catch (CorruptStoreException e) {
            FollowerCreation.create(file);
            return openParts();
        }
    }

    private Parts openParts() {
        FollowerWriter open = null;
        try {
            open = FollowerWriter.over(file.openWriter());
            return new Parts(open, ReadOnlySql.over(file, limits, System::nanoTime), open.standing());
        } catch (SQLException e) {
            AfterimageException failure = SqlErrors.ofFile(file, "open it", e);
            closeAfter(failure, open);
            throw failure;
        } catch (RuntimeException e) {
            closeAfter(e, open);
            throw e;
        }
    }

    private static void closeAfter(Exception error, @Nullable AutoCloseable opened) {
        if (opened != null) {
            FollowerFile.closeAfter(error, opened);
        }
    }

    FollowerFile file() {
        return file;
    }

    FollowerWriter writer() {
        return writer;
    }

    ReadOnlySql sql() {
        return sql;
    }

    /** Where the file stood when it was opened. */
    Standing standing() {
        return standing;
    }

    /** Whether SQLite found the file damaged, while it was written or read. */
    boolean isDamaged() {
        return writerDamaged || sql.isDamaged();
    }

    /** A piece of work with the connection that writes. */
    @FunctionalInterface
    interface Work {
        Standing run(FollowerWriter writer) throws SQLException;
    }

    /** Does a piece of work; if it fails, all of it is taken back. */
    Standing run(Work work) {
        try {
            return work.run(writer);
        } catch (SQLException e) {
            writerDamaged |= SqlErrors.isDamage(e);
            AfterimageException failure = SqlErrors.ofFile(file, "follow the mirror", e);
            FollowerFile.closeAfter(failure, writer::rollback);
            throw failure;
        } catch (RuntimeException e) {
            FollowerFile.closeAfter(e, writer::rollback);
            throw e;
        }
    }

    /** Ends all queries and puts an empty file in the place of this one. */
    Standing renew() {
        closeParts();
        FollowerCreation.create(file);
        Parts parts = openParts();
        writer = parts.writer;
        sql = parts.sql;
        writerDamaged = false;
        return parts.standing;
    }

    /** The queries first; what a damaged file says at its end is of no interest. */
    private void closeParts() {
        boolean damaged = isDamaged();
        sql.close();
        try {
            writer.close();
        } catch (SQLException e) {
            if (!damaged) {
                throw SqlErrors.ofFile(file, "close it", e);
            }
        }
    }

    @Override
    public void close() {
        try (lock) {
            closeParts();
        }
    }
}
