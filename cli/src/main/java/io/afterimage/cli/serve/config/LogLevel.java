package io.afterimage.cli.serve.config;

/** How much the server writes to standard error. */
public enum LogLevel {
    /** What went wrong. */
    ERROR,
    /** What may go wrong. */
    WARN,
    /** Also start and stop. */
    INFO,
    /** Also every request. */
    DEBUG
}
