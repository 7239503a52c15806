/** Tests of the sources, against real servers and files. */
@NullMarked
package io.afterimage.mirror.source;

import org.jspecify.annotations.NullMarked;
