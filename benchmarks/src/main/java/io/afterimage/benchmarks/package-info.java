/** Measurements with JMH, one question per class. */
@NullMarked
package io.afterimage.benchmarks;

import org.jspecify.annotations.NullMarked;
