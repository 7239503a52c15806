package io.afterimage.spi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * Tells one run of the machine from the next: what was written and not synced is there as long as the machine runs, and
 * nobody knows afterwards.
 */
public final class BootId {

    private static final Path FILE = Path.of("/proc/sys/kernel/random/boot_id");
    private static final long THIS = read();

    private BootId() {}

    /**
     * The number of this run.
     *
     * @return never 0; where the system has no such number, one that no other process will meet again
     */
    public static long ofThisRun() {
        return THIS;
    }

    private static long read() {
        try {
            return Files.isReadable(FILE)
                    ? UUID.fromString(Files.readString(FILE).strip()).getMostSignificantBits() | 1
                    : System.nanoTime() | 1;
        } catch (IOException e) {
            return System.nanoTime() | 1;
        }
    }
}
