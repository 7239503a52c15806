/** Lets the mirror's tests reach below the store. */
@NullMarked
package io.afterimage.sqlite;

import org.jspecify.annotations.NullMarked;
