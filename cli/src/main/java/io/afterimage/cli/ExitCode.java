package io.afterimage.cli;

/** What a command's exit code says. */
public final class ExitCode {

    /** Done, and the answer is yes. */
    public static final int DONE = 0;

    /** Done, and the answer is no: the stores differ, the verification failed, a source failed. */
    public static final int NEGATIVE = 1;

    /** The command line or the input cannot be used as it is. */
    public static final int USAGE = 2;

    /** A store could not do its part, or could not be opened. */
    public static final int STORE_ERROR = 3;

    /** Emissions are missing in the input, or events in the log. */
    public static final int GAP = 4;

    private ExitCode() {}
}
