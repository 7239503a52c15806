/** Tests of the store's core over an engine of heap maps that fails on demand. */
@NullMarked
package io.afterimage.spi;

import org.jspecify.annotations.NullMarked;
