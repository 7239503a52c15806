package io.afterimage.cli;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** What {@link ArrowsTest} must find: engine types in a field, in a type argument and in a throws clause. */
public abstract class Leaking {
    /** A field. */
    protected final Connection connection;

    Leaking(Connection hidden) {
        this.connection = hidden;
    }

    /** A type argument. @return nothing real */
    public abstract List<Connection> connections();

    /** A throws clause. @throws SQLException never */
    public abstract void run() throws SQLException;

    /** What no caller sees is allowed. @return nothing real */
    abstract Connection hidden();
}
