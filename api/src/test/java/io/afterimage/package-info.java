/** Tests of the contracts, the values and the store in memory. */
@NullMarked
package io.afterimage;

import org.jspecify.annotations.NullMarked;
