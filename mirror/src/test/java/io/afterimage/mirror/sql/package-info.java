/** Attacks on read-only SQL, and followers that must equal their mirror. */
@NullMarked
package io.afterimage.mirror.sql;

import org.jspecify.annotations.NullMarked;
