/**
 * Emissions from a real Drasi, applied to a store: each exactly once, in order, whatever the wire splits, repeats or
 * reorders.
 */
@NullMarked
package io.afterimage.drasi;

import org.jspecify.annotations.NullMarked;
