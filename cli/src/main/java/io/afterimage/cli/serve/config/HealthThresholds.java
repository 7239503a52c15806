package io.afterimage.cli.serve.config;

import java.time.Duration;

/**
 * From where on the server calls itself unwell. Immutable.
 *
 * @param freeDiskBytes the least room on the store's disk
 * @param heldFor how long an emission may wait for its missing parts
 * @param writeTime how long a write may take
 */
public record HealthThresholds(long freeDiskBytes, Duration heldFor, Duration writeTime) {}
