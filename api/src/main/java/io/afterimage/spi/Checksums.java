package io.afterimage.spi;

import java.util.zip.CRC32C;

/**
 * The checksums that travel with stored values. They bind a value to its key, so that a value that turns up under another
 * key is damage too.
 */
public final class Checksums {

    private Checksums() {}

    /**
     * The checksum of a row: CRC-32C over query number, epoch and signature (big-endian) and the bytes.
     *
     * @param query the query's number
     * @param epoch the rows' epoch
     * @param rowSignature the row
     * @param data where its bytes are
     * @param offset where they start
     * @param length how many they are
     * @return 32 bits
     */
    public static int ofRow(int query, int epoch, long rowSignature, byte[] data, int offset, int length) {
        return ofKeyed(((long) query << 32) | (epoch & 0xFFFF_FFFFL), rowSignature, data, offset, length);
    }

    /**
     * The checksum of any value under a 16-byte key: CRC-32C over both key halves (big-endian) and the bytes.
     *
     * @param keyHigh the first half of the key
     * @param keyLow the second half of the key
     * @param data where the bytes are
     * @param offset where they start
     * @param length how many they are
     * @return 32 bits
     */
    public static int ofKeyed(long keyHigh, long keyLow, byte[] data, int offset, int length) {
        byte[] key = KEY.get();
        putLong(key, 0, keyHigh);
        putLong(key, 8, keyLow);
        CRC32C crc = CRC.get();
        crc.reset();
        crc.update(key, 0, 16);
        crc.update(data, offset, length);
        return (int) crc.getValue();
    }

    /**
     * What one signature adds to the membership checksum of a result set: a bijective mix (the finaliser of
     * SplitMix64), so that the wrapping sum over a set depends on every bit of every signature.
     *
     * @param rowSignature the signature
     * @return 64 bits
     */
    public static long ofMember(long rowSignature) {
        long z = rowSignature + 0x9E37_79B9_7F4A_7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D0_49BB_1331_11EBL;
        return z ^ (z >>> 31);
    }

    private static final ThreadLocal<byte[]> KEY = ThreadLocal.withInitial(() -> new byte[16]);
    private static final ThreadLocal<CRC32C> CRC = ThreadLocal.withInitial(CRC32C::new);

    private static void putLong(byte[] target, int at, long value) {
        for (int i = 7; i >= 0; i--) {
            target[at + i] = (byte) value;
            value >>>= 8;
        }
    }
}
