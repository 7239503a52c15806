package io.afterimage;

/** The store, snapshot, cursor or split was closed before or during the call. It never reaches native code. */
public final class StoreClosedException extends AfterimageException implements NothingWritten {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the error.
     *
     * @param message what was closed, in one sentence
     */
    public StoreClosedException(String message) {
        super(message, null);
    }
}
