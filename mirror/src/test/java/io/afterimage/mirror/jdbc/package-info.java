/** Tests of the table source, on real databases. */
@NullMarked
package io.afterimage.mirror.jdbc;

import org.jspecify.annotations.NullMarked;
