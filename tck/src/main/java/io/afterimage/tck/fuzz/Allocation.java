package io.afterimage.tck.fuzz;

import java.lang.management.ManagementFactory;

/** How much the calling thread has allocated so far, as the JVM counts it: exact, and the same on every run. */
final class Allocation {

    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Allocation() {}

    static long ofThisThread() {
        return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
    }
}
