package io.afterimage.spi;

import io.afterimage.Durability;
import io.afterimage.RefusedException;
import io.afterimage.Retention;
import java.util.Objects;

/**
 * The settings that every backend understands. Immutable; start from {@link #DEFAULT}.
 *
 * @param durability what an acknowledged write survives
 * @param memoryBudgetBytes native memory for the engine's caches and write buffers together (4 MiB or more)
 * @param countIndexBytes heap for the exact-count index at most (0 or more); beyond it, counting reads from the engine
 * @param maxRowBytes the longest row and outbox entry (1 B to 1 GiB)
 * @param retention how much of an outbox is kept where a commit does not say
 * @param access whether the store may be written
 * @param leakListener who is told of snapshots that were never closed
 * @param engineLayer what lies between the store and its engine
 */
public record StoreSettings(
        Durability durability,
        long memoryBudgetBytes,
        long countIndexBytes,
        int maxRowBytes,
        Retention retention,
        Access access,
        LeakListener leakListener,
        EngineLayer engineLayer) {

    /** Durable against power loss, 128 MiB of engine memory, 256 MiB of count index, rows up to 64 MiB, 1,000 entries. */
    public static final StoreSettings DEFAULT = new StoreSettings(
            Durability.POWER_LOSS,
            128L << 20,
            256L << 20,
            64 << 20,
            Retention.DEFAULT,
            Access.READ_WRITE,
            LeakListener.LOGGING,
            EngineLayer.NONE);

    /** Whether a store may be written. */
    public enum Access {
        /** The one writer; creates the store if it is missing. */
        READ_WRITE,
        /** A reader beside or without a writer; never creates or changes the store. */
        READ_ONLY
    }

    /** Checks the ranges. */
    public StoreSettings {
        Objects.requireNonNull(durability, "durability");
        Objects.requireNonNull(retention, "retention");
        Objects.requireNonNull(access, "access");
        Objects.requireNonNull(leakListener, "leakListener");
        Objects.requireNonNull(engineLayer, "engineLayer");
        requireRange("memory budget in bytes", memoryBudgetBytes, 4L << 20, Long.MAX_VALUE);
        requireRange("count index limit in bytes", countIndexBytes, 0, Long.MAX_VALUE);
        requireRange("maximum row size in bytes", maxRowBytes, 1, 1 << 30);
    }

    /**
     * How much heap a {@code replaceAll} takes while it sorts its rows, beside a few copies of the longest one: half of the
     * memory budget, but at most an eighth of the heap and at least 4 MiB.
     *
     * @return bytes
     */
    public long sortBytes() {
        return Math.max(
                4L << 20, Math.min(memoryBudgetBytes / 2, Runtime.getRuntime().maxMemory() / 8));
    }

    private static void requireRange(String what, long found, long least, long most) {
        if (found < least || found > most) {
            throw new RefusedException("A setting is outside its limits. Setting: " + what + ". Expected: " + least
                    + " to " + most + ". Found: " + found + ".");
        }
    }

    /**
     * Another durability.
     *
     * @param value what an acknowledged write survives
     * @return changed settings
     */
    public StoreSettings withDurability(Durability value) {
        return new StoreSettings(
                value, memoryBudgetBytes, countIndexBytes, maxRowBytes, retention, access, leakListener, engineLayer);
    }

    /**
     * Another memory budget.
     *
     * @param value bytes for the engine's caches and write buffers together
     * @return changed settings
     */
    public StoreSettings withMemoryBudgetBytes(long value) {
        return new StoreSettings(
                durability, value, countIndexBytes, maxRowBytes, retention, access, leakListener, engineLayer);
    }

    /**
     * Another limit of the exact-count index.
     *
     * @param value bytes of heap
     * @return changed settings
     */
    public StoreSettings withCountIndexBytes(long value) {
        return new StoreSettings(
                durability, memoryBudgetBytes, value, maxRowBytes, retention, access, leakListener, engineLayer);
    }

    /**
     * Another maximum row size.
     *
     * @param value bytes
     * @return changed settings
     */
    public StoreSettings withMaxRowBytes(int value) {
        return new StoreSettings(
                durability, memoryBudgetBytes, countIndexBytes, value, retention, access, leakListener, engineLayer);
    }

    /**
     * Another retention.
     *
     * @param value how much of an outbox is kept where a commit does not say
     * @return changed settings
     */
    public StoreSettings withRetention(Retention value) {
        return new StoreSettings(
                durability, memoryBudgetBytes, countIndexBytes, maxRowBytes, value, access, leakListener, engineLayer);
    }

    /**
     * Another access.
     *
     * @param value whether the store may be written
     * @return changed settings
     */
    public StoreSettings withAccess(Access value) {
        return new StoreSettings(
                durability,
                memoryBudgetBytes,
                countIndexBytes,
                maxRowBytes,
                retention,
                value,
                leakListener,
                engineLayer);
    }

    /**
     * Another leak listener.
     *
     * @param value who is told of snapshots that were never closed
     * @return changed settings
     */
    public StoreSettings withLeakListener(LeakListener value) {
        return new StoreSettings(
                durability, memoryBudgetBytes, countIndexBytes, maxRowBytes, retention, access, value, engineLayer);
    }

    /**
     * Another layer between the store and its engine.
     *
     * @param value gets the backend's engine and gives the one that the store is to use
     * @return changed settings
     */
    public StoreSettings withEngineLayer(EngineLayer value) {
        return new StoreSettings(
                durability, memoryBudgetBytes, countIndexBytes, maxRowBytes, retention, access, leakListener, value);
    }
}
