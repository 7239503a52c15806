package io.afterimage.tck.torture;

/**
 * One harm that was done.
 *
 * @param harm what kind
 * @param seed the seed of the round that shows it again
 * @param rounds how many rounds from that seed on show it again
 * @param what where, expected, found
 */
public record Finding(Harm harm, long seed, int rounds, String what) {}
