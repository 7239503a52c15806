/**
 * Measurements with JMH, one question per class, its command in the class comment.
 *
 * <p>Start with {@link io.afterimage.benchmarks.ApplyBenchmark}. {@link io.afterimage.benchmarks.Contenders} names who is
 * measured; each {@link io.afterimage.benchmarks.Contender} says how it reaches each call, and refuses by name what it has no
 * honest answer to. {@link io.afterimage.benchmarks.Changes} is the work, the same for all; what making it costs is a benchmark
 * of its own in each suite. Suites whose question is Afterimage's alone (open, resync, memory, restart) take an
 * {@link io.afterimage.benchmarks.Engine}.
 *
 * <p>States that other states depend on have the scope of the benchmark: JMH makes a second instance of a dependency that
 * has the scope of a thread.
 */
@NullMarked
package io.afterimage.benchmarks;

import org.jspecify.annotations.NullMarked;
