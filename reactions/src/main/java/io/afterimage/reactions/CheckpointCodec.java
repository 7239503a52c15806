package io.afterimage.reactions;

import io.afterimage.CorruptStoreException;
import io.afterimage.NewerFormatException;
import io.afterimage.Position;
import io.afterimage.QueryId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The bytes of a checkpoint: format version, state, position, the ids it belongs to, checksum. The layout is in
 * {@code docs/formats/checkpoint.md}.
 */
final class CheckpointCodec {

    static final int FORMAT_VERSION = 1;

    private static final int MIN_BYTES = 2 + 3 * Long.BYTES + 2 * Short.BYTES + Integer.BYTES;

    /** The longest encoding: both ids at their limit. */
    static final int MAX_BYTES = MIN_BYTES + 2 * QueryId.MAX_UTF8_BYTES;

    private static final byte REMOVED = 0;
    private static final byte PRESENT = 1;

    private CheckpointCodec() {}

    static byte[] encode(CheckpointKey key, Position position) {
        return encode(key, PRESENT, position);
    }

    /** What stands where a checkpoint was and its place cannot be taken away. */
    static byte[] encodeRemoved(CheckpointKey key) {
        return encode(key, REMOVED, Position.NONE);
    }

    /**
     * Decodes a checkpoint.
     *
     * @param key whose checkpoint was looked for
     * @param bytes what was found
     * @param where where it was found, for errors
     * @return the position, empty if it was removed
     */
    static Optional<Position> decode(CheckpointKey key, byte[] bytes, String where) {
        if (bytes.length > 0 && (bytes[0] & 0xFF) > FORMAT_VERSION) {
            throw new NewerFormatException(where, bytes[0] & 0xFF, FORMAT_VERSION);
        }
        if (bytes.length < MIN_BYTES || bytes[0] != FORMAT_VERSION) {
            throw damaged(key, where, "no checkpoint");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        int bodyBytes = bytes.length - Integer.BYTES;
        if (in.getInt(bodyBytes) != checksum(bytes, bodyBytes) || in.getLong(2) < 0 || in.getLong(10) < 0) {
            throw damaged(key, where, "a checkpoint with a wrong checksum");
        }
        Position position = new Position(in.getLong(2), in.getLong(10), in.getLong(18));
        if (!Arrays.equals(bytes, encode(key, bytes[1], position))) {
            throw damaged(key, where, "the checkpoint of another reaction or query");
        }
        return bytes[1] == PRESENT ? Optional.of(position) : Optional.empty();
    }

    private static byte[] encode(CheckpointKey key, byte state, Position position) {
        byte[] reaction = key.reactionId().getBytes(StandardCharsets.UTF_8);
        byte[] query = key.queryId().getBytes(StandardCharsets.UTF_8);
        byte[] bytes = new byte[MIN_BYTES + reaction.length + query.length];
        int bodyBytes = bytes.length - Integer.BYTES;
        ByteBuffer.wrap(bytes)
                .put((byte) FORMAT_VERSION)
                .put(state)
                .putLong(position.generation())
                .putLong(position.sequence())
                .putLong(position.configHash())
                .putShort((short) reaction.length)
                .put(reaction)
                .putShort((short) query.length)
                .put(query)
                .putInt(checksum(bytes, bodyBytes));
        return bytes;
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }

    private static CorruptStoreException damaged(CheckpointKey key, String where, String found) {
        return CorruptStoreException.ofQuery(
                key.queryId(),
                "Where: " + where + ". Expected: the checkpoint of reaction " + key.reactionId() + ". Found: " + found
                        + ". Next: remove the checkpoint, and let the reaction start afresh.",
                null);
    }
}
