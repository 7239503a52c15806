package io.afterimage.mirror;

import java.time.Instant;

/**
 * What the mirror knows of one resource. Immutable.
 *
 * @param name the resource
 * @param registeredAt when its first delta came, by the mirror's clock
 * @param records how many records it has, exactly
 * @param events how many of its events the log holds, exactly
 */
public record ResourceInfo(String name, Instant registeredAt, long records, long events) {}
