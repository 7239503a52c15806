package io.afterimage.mirror.sql;

import io.afterimage.StoreUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Makes an empty follower's file: aside, and then by its name, so that there is never half of one. */
final class FollowerCreation {

    private FollowerCreation() {}

    /** Makes the file in a directory that exists, in the place of any other. The caller holds the lock. */
    static void create(FollowerFile file) {
        FollowerFile aside = file.creating();
        try {
            remove(aside);
            fill(aside);
            remove(file);
            Files.move(aside.database(), file.database(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new StoreUnavailableException("The follower's file cannot be made. File: " + file + ".", e);
        } catch (SQLException e) {
            throw SqlErrors.ofFile(file, "make it", e);
        }
    }

    private static void fill(FollowerFile file) throws SQLException {
        try (Connection connection = file.openCreator();
                Statement sql = connection.createStatement()) {
            for (String statement : FollowerSchema.DDL) {
                sql.execute(statement);
            }
        }
    }

    /** A log without its file would be taken for the next one's. */
    private static void remove(FollowerFile file) throws IOException {
        for (Path part : file.parts()) {
            Files.deleteIfExists(part);
        }
    }
}
