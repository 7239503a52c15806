/** Tests of the peers. */
@NullMarked
package io.afterimage.benchmarks.peers;

import org.jspecify.annotations.NullMarked;
