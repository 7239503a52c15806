package io.afterimage.drasi;

import io.afterimage.CorruptStoreException;
import io.afterimage.NewerFormatException;
import io.afterimage.Row;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * A row as a feed stores it. A row that carries a signature is its JSON and nothing else; a row that is told apart by
 * columns or by all it says comes in an envelope: mark, format version, fingerprint of its key, number of copies, JSON. The
 * first byte tells: no JSON text begins with the mark. The layout is in {@code docs/formats/rows.md}. Immutable as long as
 * nobody changes the array it was read from.
 */
public final class DrasiRow {

    /** The newest format version of the envelope that this library knows, and the one it writes. */
    public static final int FORMAT_VERSION = 1;

    /** How many bytes of an enveloped row are not its JSON. */
    public static final int ENVELOPE_BYTES = 2 + RowKey.FINGERPRINT_BYTES + Integer.BYTES;

    /** Begins an envelope. It occurs nowhere in UTF-8, and MessagePack never uses it. */
    private static final byte MARK = (byte) 0xC1;

    private static final int COPIES_AT = 2 + RowKey.FINGERPRINT_BYTES;

    private final byte[] stored;
    private final boolean enveloped;

    private DrasiRow(byte[] stored, boolean enveloped) {
        this.stored = stored;
        this.enveloped = enveloped;
    }

    /**
     * Reads a stored row.
     *
     * @param queryId the query, for messages
     * @param rowSignature the row, for messages
     * @param stored its stored bytes; kept, not copied
     * @return the row
     * @throws NewerFormatException if a later version of the library wrote it
     * @throws CorruptStoreException if it begins like an envelope and is none
     */
    public static DrasiRow read(String queryId, long rowSignature, byte[] stored) {
        if (stored.length == 0 || stored[0] != MARK) {
            return new DrasiRow(stored, false);
        }
        if (stored.length > 1 && (stored[1] & 0xFF) > FORMAT_VERSION) {
            throw new NewerFormatException(
                    "row " + Long.toUnsignedString(rowSignature) + " of query " + queryId,
                    stored[1] & 0xFF,
                    FORMAT_VERSION);
        }
        if (!isEnveloped(ByteBuffer.wrap(stored))) {
            throw CorruptStoreException.ofRow(
                    queryId,
                    rowSignature,
                    "Expected: a row's envelope in format version 1. Found: " + stored.length
                            + " bytes of another shape.");
        }
        return new DrasiRow(stored, true);
    }

    /**
     * Whether bytes are a row in an envelope of a known format version, as far as can be told from its head.
     *
     * @param stored the bytes from position to limit; not moved
     * @return true if the JSON follows after {@link #ENVELOPE_BYTES}
     */
    public static boolean isEnveloped(ByteBuffer stored) {
        int start = stored.position();
        return stored.remaining() > ENVELOPE_BYTES
                && stored.get(start) == MARK
                && stored.get(start + 1) == FORMAT_VERSION
                && copies(stored) > 0;
    }

    /**
     * How many equal rows an enveloped one stands for.
     *
     * @param stored bytes that are {@linkplain #isEnveloped enveloped}
     * @return 1 or more
     */
    public static int copies(ByteBuffer stored) {
        int at = stored.position() + COPIES_AT;
        return (stored.get(at) & 0xFF) << 24
                | (stored.get(at + 1) & 0xFF) << 16
                | (stored.get(at + 2) & 0xFF) << 8
                | (stored.get(at + 3) & 0xFF);
    }

    /**
     * Makes the stored form of a row that carries no signature.
     *
     * @param identity how the rows of its query are told apart (not by signature)
     * @param json the row
     * @param copies how many equal rows it stands for (1 or more)
     * @return its signature and its envelope
     * @throws UnusableLineException if the row has no such key
     */
    public static Row keyed(RowIdentity identity, RawJson json, int copies) {
        if (identity instanceof RowIdentity.BySignature || copies < 1) {
            throw new IllegalArgumentException(identity + ", " + copies + " copies");
        }
        RowKey key = RowKey.of(json, identity, RowKey.XXH3);
        return new Row(key.signature(), envelope(key.fingerprint(), copies, json.bytes()));
    }

    /** Puts a row into an envelope. */
    static byte[] envelope(byte[] fingerprint, int copies, byte[] json) {
        return ByteBuffer.allocate(ENVELOPE_BYTES + json.length)
                .put(MARK)
                .put((byte) FORMAT_VERSION)
                .put(fingerprint)
                .putInt(copies)
                .put(json)
                .array();
    }

    /**
     * What the feed said of the row, byte for byte.
     *
     * @return a fresh copy of its JSON
     */
    public byte[] json() {
        return Arrays.copyOfRange(stored, enveloped ? ENVELOPE_BYTES : 0, stored.length);
    }

    /**
     * How many equal rows of the result set it stands for.
     *
     * @return 1 but for rows that are told apart by all they say
     */
    public int copies() {
        return enveloped ? copies(ByteBuffer.wrap(stored)) : 1;
    }

    /**
     * The fingerprint of the row's key.
     *
     * @return a fresh copy of its 16 bytes; empty for a row that carries a signature
     */
    public Optional<byte[]> fingerprint() {
        return enveloped ? Optional.of(Arrays.copyOfRange(stored, 2, COPIES_AT)) : Optional.empty();
    }

    /** The JSON, to be taken apart. */
    RawJson value() {
        return RawJson.parse(json());
    }
}
