/** Tests of the benchmarks: that what is compared does the same work. */
@NullMarked
package io.afterimage.benchmarks;

import org.jspecify.annotations.NullMarked;
