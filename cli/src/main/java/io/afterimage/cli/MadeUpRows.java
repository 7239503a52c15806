package io.afterimage.cli;

import io.afterimage.RowMutation;
import io.afterimage.spi.Checksums;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Rows made from a seed: JSON objects of a given length in bytes, each under another signature, spread over all 64 bits.
 * Immutable.
 */
final class MadeUpRows {

    private static final int LEAST_BYTES = 50;

    private final long seed;
    private final int rowBytes;

    MadeUpRows(long seed, int rowBytes) {
        if (rowBytes < LEAST_BYTES) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "The rows are too short. Expected: " + LEAST_BYTES + " or more. Found: " + rowBytes + ".");
        }
        this.seed = seed;
        this.rowBytes = rowBytes;
    }

    /** The rows from one number to before another, as upserts. */
    List<RowMutation> batch(long from, long to) {
        List<RowMutation> batch = new ArrayList<>();
        for (long number = from; number < to; number++) {
            batch.add(RowMutation.upsert(signature(number), row(number)));
        }
        return batch;
    }

    /** A bijection of the number (the mix of SplitMix64), so no two rows share a signature. */
    private long signature(long number) {
        return Checksums.ofMember(seed * 0x9E37_79B9_7F4A_7C15L + number);
    }

    private byte[] row(long number) {
        String head = "{\"number\":" + number + ",\"text\":\"";
        StringBuilder row = new StringBuilder(rowBytes).append(head);
        SplittableRandom random = new SplittableRandom(signature(number));
        while (row.length() < rowBytes - 2) {
            row.append((char) ('a' + random.nextInt(26)));
        }
        return row.append("\"}").toString().getBytes(StandardCharsets.US_ASCII);
    }
}
