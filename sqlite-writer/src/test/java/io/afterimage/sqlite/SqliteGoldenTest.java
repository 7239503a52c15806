package io.afterimage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.Position;
import io.afterimage.spi.Checksums;
import io.afterimage.spi.OutboxRecord;
import io.afterimage.spi.QueryRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The format as it was released. A failure here means that stores in the field cannot be read any more: make a new format
 * version, never a new golden value.
 */
class SqliteGoldenTest {

    private static final byte[] DATA = "data".getBytes(StandardCharsets.UTF_8);
    private static final QueryRecord QUERY = new QueryRecord(
            7,
            "query \0 é",
            false,
            new Position(1, 2, 3),
            new QueryRecord.Rows(4, 6, 3, 8, 9),
            new QueryRecord.Outbox(10, 11, 5));

    @TempDir
    Path directory;

    @Test
    void schema_isTheReleasedOne() {
        CRC32C crc = new CRC32C();
        crc.update(String.join(";\n", SqliteSchema.DDL).getBytes(StandardCharsets.UTF_8));

        assertThat(Long.toHexString(crc.getValue())).isEqualTo("d9977210");
    }

    @Test
    void schema_standsInTheDocument() throws IOException {
        String document = Files.readString(Path.of("../docs/formats/sqlite.md"));

        assertThat(SqliteSchema.DDL)
                .allSatisfy(statement -> assertThat(document).contains(statement + ";"));
    }

    @Test
    void marks_areTheReleasedOnes() {
        Path file = directory.resolve("store.db");
        SqliteOpening.open(file, EngineFixture.SETTINGS, true).close();

        assertThat(Shell.ask(file, "PRAGMA application_id")).containsExactly("1097222509"); // AfIm
        assertThat(Shell.ask(file, "PRAGMA user_version")).containsExactly("1");
        assertThat(Shell.ask(file, "PRAGMA page_size")).containsExactly("4096");
        assertThat(Shell.ask(file, "PRAGMA encoding")).containsExactly("UTF-8");
        assertThat(Shell.ask(file, "PRAGMA journal_mode")).containsExactly("wal");
    }

    @Test
    void checksums_areTheReleasedOnes() {
        assertThat(hex(Checksums.ofRow(7, 4, -1, DATA, 0, 4))).isEqualTo("a428e507");
        assertThat(hex(QueryRecords.checksum(QUERY))).isEqualTo("4fb7bb97");
        assertThat(hex(ValueKind.checksumOfOutbox(7, 10, 1, 2, DATA))).isEqualTo("c2530db7");
        assertThat(hex(ValueKind.checksumOfSourcePosition(7, "sé", DATA))).isEqualTo("87f1b0d7");
    }

    private static String hex(int checksum) {
        return Integer.toHexString(checksum);
    }

    @Test
    void values_lieWhereTheDocumentSays() {
        Path file = directory.resolve("store.db");
        SqliteEngine engine = SqliteOpening.open(file, EngineFixture.SETTINGS, true);
        EngineFixture.write(engine, batch -> {
            batch.putQuery(QUERY);
            batch.putRow(7, 4, -1, DATA);
            batch.putRow(7, 4, 0, DATA);
            batch.putRow(7, 3, 1, DATA);
            batch.putOutbox(7, new OutboxRecord(10, 1, 2, DATA));
            batch.putSourcePosition(7, "sé", DATA);
        });
        engine.close();

        assertThat(Shell.ask(file, "SELECT concat_ws(',', singleton, query_count) FROM store"))
                .containsExactly("1,1");
        assertThat(Shell.ask(
                        file,
                        "SELECT concat_ws(',', number, hex(id), dropped, generation, sequence, config_hash, epoch, "
                                + "next_epoch, reclaimed_epoch, row_count, membership, outbox_first, outbox_next, "
                                + "outbox_reclaimed, source_count) FROM queries"))
                .containsExactly("7,7175657279200020C3A9,0,1,2,3,4,6,3,8,9,10,11,5,1");
        assertThat(Shell.ask(
                        file,
                        "SELECT concat_ws(',', query, epoch, signature, data) FROM rows ORDER BY epoch, signature"))
                .isEqualTo(List.of(
                        "7,3,-9223372036854775807,data",
                        "7,4,-9223372036854775808,data",
                        "7,4,9223372036854775807,data"));
        assertThat(Shell.ask(
                        file, "SELECT concat_ws(',', query, ordinal, previous_sequence, sequence, data) FROM outbox"))
                .containsExactly("7,10,1,2,data");
        assertThat(Shell.ask(file, "SELECT concat_ws(',', query, source_id, position) FROM source_positions"))
                .containsExactly("7,sé,data");
        assertThat(Shell.ask(file, "SELECT concat_ws(',', signature, data) FROM live_rows"))
                .containsExactly("0,data", "18446744073709551615,data");
    }
}
