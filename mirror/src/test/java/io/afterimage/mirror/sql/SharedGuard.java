package io.afterimage.mirror.sql;

import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** One fixture for all tests of a class: none of them may change it. */
abstract class SharedGuard {

    @TempDir
    static Path directory;

    static GuardFixture guard;

    @BeforeAll
    static void open() throws SQLException {
        guard = new GuardFixture(directory);
    }

    @AfterAll
    static void close() throws SQLException {
        guard.close();
    }

    @AfterEach
    void allowAsBefore() {
        guard.limit(GuardFixture.LIMITS);
    }
}
