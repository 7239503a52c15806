package io.afterimage.cli.serve.config;

/** What a caller may do. */
public enum Right {
    /** Send emissions. */
    FEED,
    /** Read rows, positions, meters and the checks of {@code /health}; call the mirror's reading methods. */
    READ,
    /** Everything, the mirror's writing methods included. */
    ADMIN
}
