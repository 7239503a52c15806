/** The {@code afterimage} command. */
@NullMarked
package io.afterimage.cli;

import org.jspecify.annotations.NullMarked;
