package io.afterimage.drasi.view;

import java.util.OptionalLong;

/**
 * The rows of a query as a service sends them: the header is there, the rows are read one by one. Not thread-safe; one
 * thread at a time.
 */
public final class View implements AutoCloseable {

    private final ViewParser parser;
    private final ViewHeader header;
    private final Runnable connection;

    View(ViewParser parser, Runnable connection) {
        this.parser = parser;
        this.connection = connection;
        this.header = parser.header();
    }

    /**
     * Where the rows stand.
     *
     * @return the header
     */
    public ViewHeader header() {
        return header;
    }

    /**
     * Moves to the next row.
     *
     * @return false only after the last row of a whole answer
     * @throws ViewException if the answer ends in the middle, is too slow, or is no view
     */
    public boolean next() {
        return parser.next();
    }

    /**
     * The current row.
     *
     * @return its JSON, byte for byte
     */
    public byte[] data() {
        return parser.data();
    }

    /**
     * The signature of the current row.
     *
     * @return an unsigned 64-bit number; empty but where the origin is an Afterimage
     */
    public OptionalLong signature() {
        return parser.signature();
    }

    /** Gives up the connection. Idempotent. */
    @Override
    public void close() {
        connection.run();
    }
}
