/** Tests of recovery: the table, the runtime, and both under fire. */
@NullMarked
package io.afterimage.reactions;

import org.jspecify.annotations.NullMarked;
