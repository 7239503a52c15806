package io.afterimage.cli.mirror.origin;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import net.hydromatic.chinook.data.hsqldb.ChinookHsqldb;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.DecimalNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** The sample database, in memory: HSQLDB loads it from the class path, and what is changed is gone with the process. */
final class Chinook implements AutoCloseable {

    private final Connection connection;

    private Chinook(Connection connection) {
        this.connection = connection;
    }

    static Chinook open() {
        System.setProperty("hsqldb.reconfig_logging", "false"); // or it takes over java.util.logging
        try {
            Connection connection =
                    DriverManager.getConnection(ChinookHsqldb.URI, ChinookHsqldb.USER, ChinookHsqldb.PASSWORD);
            connection.setSchema(ChinookHsqldb.SCHEMA);
            return new Chinook(connection);
        } catch (SQLException e) {
            throw failure("opening it", e);
        }
    }

    /** A table's rows in the order of its key, with members named as in {@code unit_price}. */
    List<ObjectNode> rows(Table table) {
        return query("SELECT * FROM " + table.sqlName() + " ORDER BY " + table.sqlKey());
    }

    /** One row. */
    ObjectNode row(Table table, int key) {
        return query("SELECT * FROM " + table.sqlName() + " WHERE " + table.sqlKey() + " = ?", key)
                .get(0);
    }

    /** The answer to a question, row by row, value by value. */
    ArrayNode ask(String sql) {
        ArrayNode answer = JsonNodeFactory.instance.arrayNode();
        query(sql).forEach(row -> answer.addArray().addAll(List.copyOf(row.values())));
        return answer;
    }

    void change(String sql, Object... values) {
        try (PreparedStatement statement = prepare(sql, values)) {
            statement.executeUpdate();
        } catch (SQLException e) {
            throw failure(sql, e);
        }
    }

    private List<ObjectNode> query(String sql, Object... values) {
        try (PreparedStatement statement = prepare(sql, values);
                ResultSet result = statement.executeQuery()) {
            List<ObjectNode> rows = new ArrayList<>();
            while (result.next()) {
                rows.add(json(result));
            }
            return rows;
        } catch (SQLException e) {
            throw failure(sql, e);
        }
    }

    private PreparedStatement prepare(String sql, Object... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }

    private static ObjectNode json(ResultSet row) throws SQLException {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ResultSetMetaData columns = row.getMetaData();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            json.set(member(columns.getColumnLabel(i)), json(row.getObject(i)));
        }
        return json;
    }

    private static JsonNode json(@Nullable Object value) {
        if (value == null) {
            return NullNode.getInstance();
        } else if (value instanceof Integer number) {
            return IntNode.valueOf(number);
        } else if (value instanceof Long number) {
            return LongNode.valueOf(number);
        } else if (value instanceof BigDecimal number) {
            return DecimalNode.valueOf(number);
        }
        return StringNode.valueOf(value.toString());
    }

    /** {@code UnitPrice} is {@code unit_price}. */
    static String member(String column) {
        return column.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }

    private static IllegalStateException failure(String what, SQLException e) {
        return new IllegalStateException(
                "The sample database failed. Where: " + what + ". Found: " + e.getMessage() + ".", e);
    }

    /** Forgets what was changed: whoever opens it next finds the sample data again. */
    @Override
    public void close() {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SHUTDOWN");
        } catch (SQLException e) {
            throw failure("closing it", e);
        }
    }
}
