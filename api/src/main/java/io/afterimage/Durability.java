package io.afterimage;

/**
 * What an acknowledged write survives. After a crash of either kind the state is a prefix of the acknowledged writes,
 * never a torn one (C16).
 */
public enum Durability {
    /** Survives a power loss or a crash of the machine: the log is synced before a write is acknowledged. */
    POWER_LOSS,
    /** Survives the death of the process, also by SIGKILL. The newest writes may be lost with the machine. */
    PROCESS_CRASH,
    /** Survives nothing: the rows are in memory only. */
    NOTHING
}
