package io.afterimage.mirror.jdbc;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import javax.sql.DataSource;
import org.hsqldb.jdbc.JDBCDataSource;
import org.sqlite.SQLiteDataSource;

/** The databases that tables are read from. */
enum Database {
    HSQLDB,
    SQLITE;

    DataSource open(Path directory) {
        if (this == HSQLDB) {
            JDBCDataSource memory = new JDBCDataSource();
            memory.setURL("jdbc:hsqldb:mem:" + UUID.randomUUID());
            return memory;
        }
        SQLiteDataSource file = new SQLiteDataSource();
        file.setSynchronous("OFF"); // the origin's durability is not what is tested
        file.setUrl("jdbc:sqlite:" + directory.resolve("origin.db"));
        return file;
    }

    /** The table's name in its parts. */
    String[] table(String name) {
        return this == HSQLDB ? new String[] {"PUBLIC", name} : new String[] {name};
    }

    static void run(DataSource database, String... statements) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
