package io.afterimage.tck;

/**
 * How much the random and repeated rules do: once their usual work, or a multiple of it by the system property
 * {@code afterimage.campaign}.
 */
final class Repetitions {

    private static final int FACTOR = Integer.getInteger("afterimage.campaign", 1);

    private Repetitions() {}

    /** A number of repetitions. */
    static int times(int usual) {
        return Math.multiplyExact(usual, FACTOR);
    }
}
