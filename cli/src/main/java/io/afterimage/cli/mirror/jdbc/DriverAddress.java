package io.afterimage.cli.mirror.jdbc;

import io.afterimage.mirror.jdbc.JdbcSource;
import io.afterimage.mirror.jdbc.JdbcSourceBuilder;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A database by its JDBC URL: a new connection whenever one is asked for. Immutable; it is never printed. Thread-safe. */
public final class DriverAddress {

    private final Connections connections;

    /**
     * Names a database.
     *
     * @param url its JDBC URL
     * @param properties what the driver is told besides, such as {@code user} and {@code password}
     */
    public DriverAddress(String url, Map<String, String> properties) {
        connections = new Connections(url, Map.copyOf(properties));
    }

    /**
     * Begins a source that reads a table.
     *
     * @param id the source id
     * @param resource the resource its rows belong to
     * @param table the table's name in its parts
     * @return a builder
     */
    public JdbcSourceBuilder table(String id, String resource, List<String> table) {
        return JdbcSource.table(id, resource, connections, table.toArray(String[]::new));
    }

    /** The drivers' own registry as a data source. */
    private record Connections(String url, Map<String, String> properties) implements DataSource {

        @Override
        public Connection getConnection() throws SQLException {
            Properties told = new Properties();
            told.putAll(properties);
            return DriverManager.getConnection(url, told);
        }

        @Override
        public Connection getConnection(String user, String password) throws SQLException {
            throw new SQLFeatureNotSupportedException("The user is part of the address.");
        }

        @Override
        public @Nullable PrintWriter getLogWriter() {
            return null;
        }

        @Override
        public void setLogWriter(PrintWriter out) throws SQLException {
            throw new SQLFeatureNotSupportedException("Nothing is logged.");
        }

        @Override
        public void setLoginTimeout(int seconds) throws SQLException {
            throw new SQLFeatureNotSupportedException("The driver has its own.");
        }

        @Override
        public int getLoginTimeout() {
            return 0;
        }

        @Override
        public Logger getParentLogger() throws SQLFeatureNotSupportedException {
            throw new SQLFeatureNotSupportedException("Nothing is logged.");
        }

        @Override
        public <T> T unwrap(Class<T> type) throws SQLException {
            throw new SQLException("It wraps nothing. Asked for: " + type + ".");
        }

        @Override
        public boolean isWrapperFor(Class<?> type) {
            return false;
        }

        @Override
        public String toString() {
            return "a database";
        }
    }
}
