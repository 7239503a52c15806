package io.afterimage.cli.serve.config;

/**
 * A query that is known. Immutable.
 *
 * @param id its id
 * @param rules how its emissions are taken
 */
public record QueryEntry(String id, QueryRules rules) {}
