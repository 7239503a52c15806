package io.afterimage.rocksdb;

import io.afterimage.AfterimageException;
import io.afterimage.CorruptStoreException;
import io.afterimage.OutcomeUnknownException;
import io.afterimage.StoreUnavailableException;
import java.io.IOException;
import java.nio.file.Path;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/** The one place where RocksDB's errors become ours. The cause is always attached. */
final class RocksDbErrors {

    private final Path directory;

    RocksDbErrors(Path directory) {
        this.directory = directory;
    }

    /** An error of a read, a flush, an open or a check: nothing was written. */
    AfterimageException whileReading(RocksDBException e) {
        if (is(e, Status.Code.Corruption)) {
            return corrupt(e);
        }
        return unavailable(e);
    }

    /** An error of the open of a database that was there: what is missing now has been lost. */
    AfterimageException whileOpening(RocksDBException e) {
        boolean incomplete =
                (is(e, Status.Code.IOError) && text(e).contains("No such file")) || is(e, Status.Code.InvalidArgument);
        return incomplete ? corrupt(e) : whileReading(e);
    }

    private CorruptStoreException corrupt(RocksDBException e) {
        return CorruptStoreException.ofStore("Store: " + directory + ". Found: " + text(e) + ".", e);
    }

    /** An error of a read on behalf of one query. */
    AfterimageException whileReading(String queryId, RocksDBException e) {
        if (is(e, Status.Code.Corruption)) {
            return CorruptStoreException.ofQuery(queryId, "Store: " + directory + ". Found: " + text(e) + ".", e);
        }
        return unavailable(e);
    }

    /** An error of a commit. */
    AfterimageException whileCommitting(RocksDBException e) {
        if (is(e, Status.Code.Corruption)) {
            return corrupt(e);
        }
        if (nothingWritten(e)) {
            return unavailable(e);
        }
        return new OutcomeUnknownException(
                "The engine failed in the middle of a write. Store: " + directory + ". Found: " + text(e)
                        + ". Next: reopen the store, then ask for the position.",
                e);
    }

    /** An error of the file system outside RocksDB. */
    StoreUnavailableException whileUsingFile(Path file, IOException e) {
        return new StoreUnavailableException(
                "A file of the store cannot be used. File: " + file + ". Found: " + e
                        + ". Next: check the directory, its permissions and its free space.",
                e);
    }

    private StoreUnavailableException unavailable(RocksDBException e) {
        return new StoreUnavailableException(
                noSpace(e)
                        ? "The disk is full. Store: " + directory + ". Found: " + text(e)
                                + ". Next: free space; writing resumes by itself."
                        : "The engine cannot serve the call. Store: " + directory + ". Found: " + text(e)
                                + ". Next: retry later.",
                e);
    }

    /*
     * RocksDB appends a batch to its log, syncs the log, and only then touches the memtable. A log that could not take
     * the whole append ends in a torn record, which no recovery replays; a batch that was turned away before the append
     * left nothing at all. Only a failed sync leaves a whole record of which nobody knows whether it will be there.
     */
    private static boolean nothingWritten(RocksDBException e) {
        return (noSpace(e) && !text(e).contains("sync"))
                || is(e, Status.Code.Busy)
                || is(e, Status.Code.TryAgain)
                || is(e, Status.Code.TimedOut)
                || is(e, Status.Code.Incomplete)
                || is(e, Status.Code.InvalidArgument)
                || is(e, Status.Code.NotSupported);
    }

    /** Whether the disk had no room. */
    static boolean noSpace(RocksDBException e) {
        Status status = e.getStatus();
        return status != null
                && status.getCode() == Status.Code.IOError
                && status.getSubCode() == Status.SubCode.NoSpace;
    }

    /** Whether RocksDB answered with this code. */
    static boolean is(RocksDBException e, Status.Code code) {
        return e.getStatus() != null && e.getStatus().getCode() == code;
    }

    private static String text(RocksDBException e) {
        return String.valueOf(e.getMessage());
    }
}
