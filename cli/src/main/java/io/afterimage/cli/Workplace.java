package io.afterimage.cli;

/**
 * What every command works with. Immutable.
 *
 * @param console what it reads from and writes to
 * @param stores how it opens stores
 */
public record Workplace(Console console, Stores stores) {}
