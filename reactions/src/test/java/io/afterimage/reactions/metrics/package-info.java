/** Tests of the meters of reactions. */
@NullMarked
package io.afterimage.reactions.metrics;

import org.jspecify.annotations.NullMarked;
