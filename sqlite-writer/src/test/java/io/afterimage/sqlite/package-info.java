/** Tests of the store on SQLite. */
@NullMarked
package io.afterimage.sqlite;

import org.jspecify.annotations.NullMarked;
