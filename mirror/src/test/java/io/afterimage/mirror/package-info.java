/** Tests of the mirror's core, on every store. */
@NullMarked
package io.afterimage.mirror;

import org.jspecify.annotations.NullMarked;
