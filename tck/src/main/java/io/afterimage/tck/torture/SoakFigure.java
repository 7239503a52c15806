package io.afterimage.tck.torture;

/** What a soak watches, in the order of its columns: all of it stays bounded as long as what is alive does. */
enum SoakFigure {
    /** All memory of the process, with the files that it has mapped. */
    RESIDENT("resident memory [B]", 24 << 20),
    /** Memory of the process that is neither heap nor mapped from a file: engine, code, classes, stacks. */
    NATIVE("native memory [B]", 16 << 20),
    /** What is used of the heap after a collection. */
    HEAP("heap after collection [B]", 2 << 20),
    /** Threads, the engine's too. */
    THREADS("threads", 4),
    /** Descriptors of files. */
    OPEN_FILES("open files", 16),
    /** The length of all logs. */
    LOG("logs [B]", 24 << 20),
    /** The length of all other files of the store. */
    TABLES("other files of the store [B]", 12 << 20),
    /** Whatever lies where temporary files do. */
    TEMPORARY("temporary files", 2),
    /** Rows of all queries; bounded because there are no more signatures. */
    ROWS("live rows", SoakFigure.UNBOUNDED),
    /** Writes that were acknowledged; grows all the time. */
    WRITES("writes", SoakFigure.UNBOUNDED);

    private static final int UNBOUNDED = -1;

    private final String title;
    private final int slack;

    SoakFigure(String title, int slack) {
        this.title = title;
        this.slack = slack;
    }

    /** What heads its column, with its unit. */
    String title() {
        return title;
    }

    boolean isBounded() {
        return slack != UNBOUNDED;
    }

    /** By how much it may move without meaning anything, in its unit. */
    int slack() {
        return slack;
    }
}
