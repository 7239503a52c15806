/**
 * Attacks on stores, and the verdict on what they left: the campaigns of {@code afterimage torture}.
 *
 * <p>A {@link io.afterimage.tck.torture.Campaign} attacks a {@link io.afterimage.tck.torture.Backend} in rounds;
 * {@link io.afterimage.tck.torture.Torture} runs them, each from a seed of its own, and adds up what they report to their
 * {@link io.afterimage.tck.torture.Round}: faults injected, and every {@link io.afterimage.tck.torture.Harm} that was done.
 * {@link io.afterimage.tck.torture.Campaigns} lists them.
 *
 * <p>Needs no test framework, so that a command can run them. A test runs them by
 * {@link io.afterimage.tck.LiveResultsStoreTortureContract}.
 *
 * <p><b>Threads.</b> Rounds of one campaign may run side by side; they share nothing.
 *
 * <p><b>Errors.</b> Harm is a value, a {@link io.afterimage.tck.torture.Finding}. What a round throws is one too.
 */
@NullMarked
package io.afterimage.tck.torture;

import org.jspecify.annotations.NullMarked;
