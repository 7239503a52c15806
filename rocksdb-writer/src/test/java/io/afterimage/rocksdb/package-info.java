/** Tests of the store on RocksDB. */
@NullMarked
package io.afterimage.rocksdb;

import org.jspecify.annotations.NullMarked;
