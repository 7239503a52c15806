/**
 * The store on RocksDB.
 *
 * <p><b>Purpose.</b> Keeps the contract of {@link io.afterimage.LiveResultsStore} in a directory. Start at {@link
 * io.afterimage.rocksdb.RocksDbLiveResultsStore}. The layout of every byte is in {@code docs/formats/rocksdb.md}.
 *
 * <p><b>Threads.</b> The store is thread-safe. Inside, one thread at a time writes; views and walks belong to whoever
 * reads. Nothing here meets a closed database, because the store above holds a lease around every call.
 *
 * <p><b>Errors.</b> {@code RocksDbErrors} translates RocksDB's errors, and nothing else does.
 *
 * <p><b>Native memory.</b> {@code Tuning} owns options and caches, {@code OpenRocks} the database, {@code Walk} an
 * iterator with its bounds. Who opens closes, children first.
 */
@NullMarked
package io.afterimage.rocksdb;

import org.jspecify.annotations.NullMarked;
