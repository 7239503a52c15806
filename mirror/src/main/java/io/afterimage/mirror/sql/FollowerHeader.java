package io.afterimage.mirror.sql;

import io.afterimage.NewerFormatException;
import io.afterimage.RefusedException;
import io.afterimage.StoreUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;

/** What a file says of itself in its first bytes. */
final class FollowerHeader {

    private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION_OFFSET = 60;
    private static final int APPLICATION_OFFSET = 68;
    private static final int HEADER_BYTES = 72;

    private FollowerHeader() {}

    /**
     * Looks at a file before SQLite opens it and may touch it. No connection of this process may be open.
     *
     * @return false if there is none, or an empty one
     * @throws RefusedException if it is something else
     * @throws NewerFormatException if a later version made it
     */
    static boolean isFollower(FollowerFile file) {
        byte[] header = read(file);
        if (header.length == 0) {
            return false;
        }
        ByteBuffer numbers = ByteBuffer.wrap(Arrays.copyOf(header, HEADER_BYTES));
        boolean sqlite = Arrays.equals(MAGIC, Arrays.copyOf(header, MAGIC.length));
        require(file, sqlite ? numbers.getInt(APPLICATION_OFFSET) : 0, numbers.getInt(VERSION_OFFSET));
        return true;
    }

    /**
     * Looks at a file through a connection, where this process may have others open: on POSIX, closing a descriptor of the
     * file lets go of all their locks (decision 22).
     *
     * @throws RefusedException if it is something else
     * @throws NewerFormatException if a later version made it
     */
    static void require(FollowerFile file, Connection connection) {
        try {
            require(file, number(connection, "application_id"), number(connection, "user_version"));
        } catch (SQLException e) {
            throw SqlErrors.ofFile(file, "look at its header", e);
        }
    }

    private static int number(Connection connection, String pragma) throws SQLException {
        try (Statement sql = connection.createStatement();
                ResultSet row = sql.executeQuery("PRAGMA " + pragma)) {
            return row.next() ? row.getInt(1) : 0;
        }
    }

    private static void require(FollowerFile file, int application, int version) {
        if (application != FollowerSchema.APPLICATION_ID) {
            throw new RefusedException("The file is not a SQL follower's. File: " + file
                    + ". Next: name another file, or remove it; a follower is made anew from its mirror.");
        }
        if (version > FollowerSchema.VERSION) {
            throw new NewerFormatException(file.toString(), version, FollowerSchema.VERSION);
        }
    }

    private static byte[] read(FollowerFile file) {
        if (!Files.exists(file.database())) {
            return new byte[0];
        }
        try (InputStream in = Files.newInputStream(file.database())) {
            return in.readNBytes(HEADER_BYTES);
        } catch (IOException e) {
            throw new StoreUnavailableException("The follower's file cannot be read. File: " + file + ".", e);
        }
    }
}
