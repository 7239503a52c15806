package io.afterimage.drasi.view;

import org.jspecify.annotations.Nullable;

/** The view of a query cannot be read, or cannot be used. Nothing was changed by it. */
public final class ViewException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What is in the way. */
    public enum Trouble {
        /** The service cannot be reached, is too slow, or says that it cannot answer now. */
        UNAVAILABLE(true),
        /** The answer ended in the middle. */
        CUT(true),
        /** The rows stand before the sequence that is needed. */
        LAGGING(true),
        /** The service knows no such view, or it is disabled. */
        ABSENT(false),
        /** The service answers with another status. */
        REFUSED(false),
        /** The answer is no view. */
        MALFORMED(false),
        /** The view cannot serve the query: its rows cannot be told apart as the query's are. */
        UNSUITABLE(false);

        private final boolean passing;

        Trouble(boolean passing) {
            this.passing = passing;
        }
    }

    private final Trouble trouble;

    ViewException(Trouble trouble, String message) {
        this(trouble, message, null);
    }

    ViewException(Trouble trouble, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.trouble = trouble;
    }

    /**
     * What is in the way.
     *
     * @return the trouble
     */
    public Trouble trouble() {
        return trouble;
    }

    /**
     * Whether a repetition may soon succeed, with nobody changing anything.
     *
     * @return true if it may
     */
    public boolean passing() {
        return trouble.passing;
    }
}
