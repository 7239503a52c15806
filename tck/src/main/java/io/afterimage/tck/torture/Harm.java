package io.afterimage.tck.torture;

/** What an attack may do to a store that breaks the contract. */
public enum Harm {
    /** Something acknowledged is not there. */
    LOST,
    /** A state that no prefix of the writes ever had: half a write, or writes without those before them. */
    TORN,
    /** An answer that is not true or never comes, an error where none may be, or none where one must be. */
    WRONG,
    /** The JVM died by itself. */
    JVM_DEATH
}
