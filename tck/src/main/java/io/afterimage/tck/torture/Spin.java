package io.afterimage.tck.torture;

/** Lets a random moment pass that is too short to sleep. */
final class Spin {

    private Spin() {}

    static void nanos(long nanos) {
        long began = System.nanoTime();
        while (System.nanoTime() - began < nanos) {
            Thread.onSpinWait();
        }
    }
}
