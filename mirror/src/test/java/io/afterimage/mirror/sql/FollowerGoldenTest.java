package io.afterimage.mirror.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file is the one that {@code docs/formats/mirror-sql.md} describes. A released version is never edited. */
class FollowerGoldenTest {

    private static final Path PAGE = Path.of("../docs/formats/mirror-sql.md");

    @TempDir
    Path directory;

    @Test
    void newFile_hasTheSchemaOfThePage() throws IOException, SQLException {
        Path file = directory.resolve("mirror.db");
        FollowerCreation.create(FollowerFile.at(file));
        StringBuilder schema = new StringBuilder();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement sql = connection.createStatement();
                ResultSet row = sql.executeQuery("SELECT sql FROM sqlite_schema WHERE sql NOT NULL ORDER BY rowid")) {
            while (row.next()) {
                schema.append(row.getString(1)).append(";\n");
            }
        }
        assertThat(Files.readString(PAGE)).contains("```sql\n" + schema + "```");
        assertThat(FollowerSchema.VERSION).isEqualTo(1);
    }

    @Test
    void newFile_isKnownByItsHeader() throws IOException {
        Path file = directory.resolve("mirror.db");
        FollowerCreation.create(FollowerFile.at(file));
        ByteBuffer header = ByteBuffer.wrap(Files.readAllBytes(file));
        assertThat(header.getInt(60)).isEqualTo(1);
        assertThat(header.getInt(68)).isEqualTo(0x41664D73);
        assertThat(directory.toFile().list()).containsExactly("mirror.db");
    }

    @Test
    void fileOfThisVersion_readsAsWritten() throws SQLException {
        try (GuardFixture guard = new GuardFixture(directory)) {
            assertThat(guard.sql().list("SELECT * FROM mirror_cursors").toString())
                    .isEqualTo("QueryResult[position=42, columns=[source, resource, cursor, updated_at], "
                            + "rows=[[api, *, page-7, 2026-01-01T00:00:00Z]]]");
        }
    }
}
