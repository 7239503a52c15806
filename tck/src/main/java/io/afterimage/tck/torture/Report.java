package io.afterimage.tck.torture;

/** Where an attack tells what it has done, and what came of it. Thread-safe. */
interface Report {

    /** What the attack's random numbers come from. */
    long seed();

    /** Counts faults that were injected. */
    void injected(long more);

    /** Tells harm that was done: where, expected, found. */
    void found(Harm harm, String what);
}
