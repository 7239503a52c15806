package io.afterimage.mirror.sql;

import io.afterimage.NewerFormatException;
import io.afterimage.RefusedException;
import io.afterimage.StoreUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;

/** What a file says of itself in its first bytes, read before SQLite opens it and may touch it. */
final class FollowerHeader {

    private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION_OFFSET = 60;
    private static final int APPLICATION_OFFSET = 68;
    private static final int HEADER_BYTES = 72;

    private FollowerHeader() {}

    /**
     * Looks at a file.
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
        if (!Arrays.equals(MAGIC, Arrays.copyOf(header, MAGIC.length))
                || numbers.getInt(APPLICATION_OFFSET) != FollowerSchema.APPLICATION_ID) {
            throw new RefusedException("The file is not a SQL follower's. File: " + file
                    + ". Next: name another file, or remove it; a follower is made anew from its mirror.");
        }
        int version = numbers.getInt(VERSION_OFFSET);
        if (version > FollowerSchema.VERSION) {
            throw new NewerFormatException(file.toString(), version, FollowerSchema.VERSION);
        }
        return true;
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
