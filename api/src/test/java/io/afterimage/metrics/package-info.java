/** Tests of the meters. */
@NullMarked
package io.afterimage.metrics;

import org.jspecify.annotations.NullMarked;
