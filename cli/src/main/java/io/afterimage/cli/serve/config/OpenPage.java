package io.afterimage.cli.serve.config;

/** Pages that can be opened to callers without a token. */
public enum OpenPage {
    /** The details of {@code /health}; its states, live and ready, are open to everybody anyway. */
    HEALTH,
    /** {@code /metrics}. */
    METRICS
}
