/** Lets the mirror's tests reach below the store. */
@NullMarked
package io.afterimage.rocksdb;

import org.jspecify.annotations.NullMarked;
