package io.afterimage.mirror.jdbc;

import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How far before its last position a poll begins.
 *
 * @param amount for numbers, null if it is none
 * @param duration for moments, null if it is none
 */
record Overlap(@Nullable BigDecimal amount, @Nullable Duration duration) {}
