package io.afterimage;

/**
 * The store was written by a later version of the library, in a format this one does not know. No file was changed.
 * Upgrade the library.
 */
public final class NewerFormatException extends AfterimageException implements NothingWritten {

    private static final long serialVersionUID = 1L;

    private final long foundVersion;
    private final long knownVersion;

    /**
     * Creates the error.
     *
     * @param store the directory or file of the store
     * @param foundVersion the format version that was found
     * @param knownVersion the newest format version that this library knows
     */
    public NewerFormatException(String store, long foundVersion, long knownVersion) {
        super(
                "The store has a newer format than this library knows. Store: " + store + ". Known format: up to "
                        + knownVersion + ". Found format: " + foundVersion
                        + ". Next: open it with a newer version of Afterimage. No file was changed.",
                null);
        this.foundVersion = foundVersion;
        this.knownVersion = knownVersion;
    }

    /**
     * The format version that was found.
     *
     * @return the version, greater than {@link #knownVersion()}
     */
    public long foundVersion() {
        return foundVersion;
    }

    /**
     * The newest format version that this library knows.
     *
     * @return the version
     */
    public long knownVersion() {
        return knownVersion;
    }
}
