/**
 * Runs the suites and makes of their results one table of ratios and the plots.
 *
 * <p>{@code BenchmarksCommand} is the way in. {@link io.afterimage.benchmarks.report.Plan} says what is run, as data;
 * {@code SuiteRunner} runs it with JMH, each trial in a JVM of its own, and writes one JSON file per suite. From there on
 * everything is a function of those files: {@code Results} answers {@code Selection}s, {@code Ratio}s are taken round by
 * round, {@code Targets} says what is promised, {@code Report} is the page.
 *
 * <p>Ratios are taken between neighbours: the two sides of a ratio are trials of one {@code Group}, which run directly
 * after one another, and every second round runs backwards, so that a machine that slowly changes its pace changes both
 * sides alike. A ratio is told as the median over the rounds, with its minimum and maximum.
 *
 * <p>Confined to one thread; errors end the command.
 */
@NullMarked
package io.afterimage.benchmarks.report;

import org.jspecify.annotations.NullMarked;
