package io.afterimage.mirror.jdbc;

import static io.afterimage.mirror.jdbc.Database.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.InMemoryLiveResultsStore;
import io.afterimage.RefusedException;
import io.afterimage.mirror.CursorInfo;
import io.afterimage.mirror.Delta;
import io.afterimage.mirror.DeltaBatch;
import io.afterimage.mirror.MirrorStore;
import io.afterimage.mirror.MirroredRecord;
import io.afterimage.mirror.ResourceCounts;
import io.afterimage.mirror.Syncer;
import io.afterimage.mirror.source.Pulled;
import io.afterimage.mirror.source.SourceContentException;
import io.afterimage.mirror.source.SourceRefusedException;
import io.afterimage.mirror.source.StaleCursorException;
import io.afterimage.mirror.source.SyncSource;
import io.afterimage.mirror.source.TestTime;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tables of real databases: walked in pieces, changed while they are walked, with rows that vanish. */
class JdbcSourceTest {

    private static final String CREATE =
            "CREATE TABLE \"Items\" (\"Id\" INTEGER PRIMARY KEY, \"Rev\" BIGINT NOT NULL, \"Name\" VARCHAR(40),"
                    + " \"Gone\" INTEGER)";

    @TempDir
    private Path directory;

    private final TestTime time = new TestTime();
    private InMemoryLiveResultsStore store;
    private MirrorStore mirror;

    @BeforeEach
    void start() {
        store = new InMemoryLiveResultsStore();
        mirror = MirrorStore.over(store).open();
    }

    @AfterEach
    void stop() {
        mirror.close();
        store.close();
    }

    private DataSource items(Database kind) {
        DataSource database = kind.open(directory);
        run(database, CREATE);
        for (int id = 1; id <= 25; id++) {
            put(database, id, id / 3, "n" + id);
        }
        return database;
    }

    private static void put(DataSource database, int id, long revision, String name) {
        run(
                database,
                "DELETE FROM \"Items\" WHERE \"Id\" = " + id,
                "INSERT INTO \"Items\" VALUES (" + id + ", " + revision + ", '" + name + "', 0)");
    }

    private JdbcSourceBuilder source(Database kind, DataSource database) {
        return JdbcSource.table("db", "items", database, kind.table("Items"))
                .key("Id")
                .rowsPerPull(4)
                .time(time);
    }

    private ResourceCounts sync(SyncSource source) throws InterruptedException {
        try (Syncer syncer = Syncer.over(mirror).source(source).open()) {
            return syncer.sync("db").total();
        }
    }

    private SortedMap<Integer, String> mirrored() {
        return mirror.records("items", 10_000).records().stream()
                .collect(Collectors.toMap(
                        record -> Integer.parseInt(record.recordId()),
                        record -> record.payload().path("Name").stringValue(),
                        (one, other) -> one,
                        TreeMap::new));
    }

    private static SortedMap<Integer, String> origin(DataSource database) {
        SortedMap<Integer, String> rows = new TreeMap<>();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet result =
                        statement.executeQuery("SELECT \"Id\", \"Name\" FROM \"Items\" WHERE \"Gone\" = 0")) {
            while (result.next()) {
                rows.put(result.getInt(1), result.getString(2));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return rows;
    }

    @ParameterizedTest
    @EnumSource
    void table_isWalkedByVersion_andOnlyChangesFollow(Database kind) throws InterruptedException {
        DataSource database = items(kind);
        SyncSource source =
                source(kind, database).version("Rev").deleted("Gone").build();
        assertThat(sync(source)).isEqualTo(new ResourceCounts(25, 25, 0));
        assertThat(mirrored()).isEqualTo(origin(database));
        long head = mirror.head();
        assertThat(sync(source).pulled()).isZero();
        assertThat(mirror.head()).isEqualTo(head);

        put(database, 7, 100, "seven");
        put(database, 26, 100, "new");
        run(database, "UPDATE \"Items\" SET \"Gone\" = 1, \"Rev\" = 101 WHERE \"Id\" = 3");
        assertThat(sync(source)).isEqualTo(new ResourceCounts(3, 3, 0));
        assertThat(mirrored()).isEqualTo(origin(database)).doesNotContainKey(3);
    }

    @ParameterizedTest
    @EnumSource
    void restartAfterEveryBatch_losesAndRepeatsNothing(Database kind) throws InterruptedException {
        DataSource database = items(kind);
        for (boolean more = true; more; ) {
            String cursor = mirror.cursor("db", "*").map(CursorInfo::cursor).orElse(null);
            SyncSource killed = source(kind, database).version("Rev").build();
            Pulled pulled = killed.pull(cursor);
            mirror.apply(DeltaBatch.of(pulled.deltas()).withCursor("db", String.valueOf(pulled.cursor())));
            more = pulled.hasMore();
        }
        assertThat(mirrored()).isEqualTo(origin(database));
        assertThat(mirror.records("items", 100).records()).allMatch(record -> record.version() == 1);
    }

    @ParameterizedTest
    @EnumSource
    void vanishedRows_areDeleted_andThoseOfOthersStay(Database kind) throws InterruptedException {
        DataSource database = items(kind);
        SyncSource source = source(kind, database)
                .version("Rev")
                .comparedWith(mirror)
                .deletingVanished()
                .build();
        sync(source);
        mirror.apply(DeltaBatch.of(
                Delta.upsert("items", "999", Columns.JSON.readTree("{\"Name\": \"x\"}"), TestTime.START, "other")));
        run(database, "DELETE FROM \"Items\" WHERE \"Id\" IN (1, 13, 25)");

        assertThat(sync(source)).isEqualTo(new ResourceCounts(3, 3, 0));
        assertThat(mirror.record("items", "999")).isPresent();
        assertThat(mirrored()).containsKeys(2, 24).doesNotContainKeys(1, 13, 25);
        long head = mirror.head();
        assertThat(sync(source).pulled()).isZero();
        assertThat(mirror.head()).isEqualTo(head);
    }

    @ParameterizedTest
    @EnumSource
    void searchForVanishedRows_restsBetween(Database kind) throws InterruptedException {
        DataSource database = items(kind);
        SyncSource source = source(kind, database)
                .version("Rev")
                .comparedWith(mirror)
                .deletingVanishedEvery(Duration.ofMinutes(10))
                .build();
        sync(source);
        run(database, "DELETE FROM \"Items\" WHERE \"Id\" = 5");
        assertThat(sync(source).pulled()).isZero();
        time.pause(Duration.ofMinutes(10));
        assertThat(sync(source)).isEqualTo(new ResourceCounts(1, 1, 0));
    }

    @ParameterizedTest
    @EnumSource
    void tableWithoutVersion_isComparedWithTheMirror(Database kind) throws InterruptedException {
        DataSource database = items(kind);
        SyncSource source =
                source(kind, database).comparedWith(mirror).deletingVanished().build();
        assertThat(sync(source).applied()).isEqualTo(25);
        assertThat(sync(source).pulled()).isZero();
        put(database, 4, 0, "four");
        run(database, "DELETE FROM \"Items\" WHERE \"Id\" = 5");
        assertThat(sync(source)).isEqualTo(new ResourceCounts(2, 2, 0));
        assertThat(mirrored()).isEqualTo(origin(database));
    }

    @ParameterizedTest
    @EnumSource
    void rowThatIsCommittedLate_isFoundByTheOverlapOnly(Database kind) throws InterruptedException {
        DataSource database = items(kind);
        put(database, 30, 50, "thirty");
        SyncSource without = source(kind, database).version("Rev").build();
        sync(without);
        put(database, 31, 45, "late");
        assertThat(sync(without).pulled()).isZero();

        SyncSource with = source(kind, database)
                .version("Rev")
                .overlap(10)
                .comparedWith(mirror)
                .build();
        assertThat(sync(with)).isEqualTo(new ResourceCounts(1, 1, 0));
        assertThat(sync(with).pulled()).isZero();
        assertThat(mirrored()).isEqualTo(origin(database));
    }

    @ParameterizedTest
    @EnumSource
    void changesBetweenPulls_loseNothing(Database kind) throws InterruptedException {
        long seed = Long.getLong("afterimage.jdbc.seed", System.nanoTime());
        System.out.println("changing table on " + kind + ": afterimage.jdbc.seed=" + seed);
        Random random = new Random(seed);
        DataSource database = items(kind);
        long revision = 100;
        SyncSource source = source(kind, database)
                .version("Rev")
                .comparedWith(mirror)
                .deletingVanished()
                .build();
        for (int pull = 0; pull < 120; pull++) {
            int id = 1 + random.nextInt(40);
            if (random.nextInt(3) == 0) {
                run(database, "DELETE FROM \"Items\" WHERE \"Id\" = " + id);
            } else {
                put(database, id, ++revision, "r" + revision);
            }
            String cursor = mirror.cursor("db", "*").map(CursorInfo::cursor).orElse(null);
            Pulled pulled = source.pull(cursor);
            mirror.apply(DeltaBatch.of(pulled.deltas()).withCursor("db", String.valueOf(pulled.cursor())));
        }
        sync(source);
        sync(source);
        assertThat(mirrored()).isEqualTo(origin(database));
    }

    @ParameterizedTest
    @EnumSource
    void keyOfSeveralColumns_isAJsonArray(Database kind) throws InterruptedException {
        DataSource database = kind.open(directory);
        run(
                database,
                "CREATE TABLE \"Pairs\" (\"A\" INTEGER NOT NULL, \"B\" VARCHAR(20) NOT NULL, \"N\" INTEGER)",
                "INSERT INTO \"Pairs\" VALUES (1, 'a\"b', 1)",
                "INSERT INTO \"Pairs\" VALUES (1, 'c', 2)",
                "INSERT INTO \"Pairs\" VALUES (2, 'a', 3)");
        SyncSource source = JdbcSource.table("db", "pairs", database, kind.table("Pairs"))
                .key("A", "B")
                .rowsPerPull(1)
                .comparedWith(mirror)
                .deletingVanished()
                .build();
        sync(source);
        assertThat(mirror.records("pairs", 10).records())
                .extracting(MirroredRecord::recordId)
                .containsExactlyInAnyOrder("[1,\"a\\\"b\"]", "[1,\"c\"]", "[2,\"a\"]");
        run(database, "DELETE FROM \"Pairs\" WHERE \"B\" = 'c'");
        assertThat(sync(source)).isEqualTo(new ResourceCounts(1, 1, 0));
        assertThat(mirror.count("pairs")).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void namesAndValues_neverBecomeSql(Database kind) throws InterruptedException {
        DataSource database = kind.open(directory);
        String table = "Odd \"\"; DROP TABLE \"\"x";
        run(
                database,
                "CREATE TABLE \"" + table + "\" (\"a \"\"b\" VARCHAR(40) PRIMARY KEY)",
                "INSERT INTO \"" + table + "\" VALUES ('x'' OR ''1''=''1')",
                "INSERT INTO \"" + table + "\" VALUES ('y')");
        SyncSource source = JdbcSource.table("db", "odd", database, kind.table(table.replace("\"\"", "\"")))
                .key("a \"b")
                .rowsPerPull(1)
                .comparedWith(mirror)
                .deletingVanished()
                .build();
        assertThat(sync(source).applied()).isEqualTo(2);
        assertThat(mirror.record("odd", "x' OR '1'='1")).isPresent();
    }

    @ParameterizedTest
    @EnumSource
    void whatDoesNotFit_isATypedError(Database kind) {
        DataSource database = items(kind);
        assertThatThrownBy(
                        () -> source(kind, database).version("Nowhere").build().pull(null))
                .isInstanceOf(kind == Database.HSQLDB ? SourceRefusedException.class : SourceContentException.class);
        assertThatThrownBy(() -> source(kind, database)
                        .version("Rev")
                        .deleted("gone")
                        .build()
                        .pull(null))
                .isInstanceOf(SourceContentException.class)
                .hasMessageContaining("no such column");
        assertThatThrownBy(() -> source(kind, database).version("Rev").build().pull("{}"))
                .isInstanceOf(StaleCursorException.class);
        assertThatThrownBy(() -> source(kind, database).build()).isInstanceOf(RefusedException.class);
        assertThatThrownBy(
                        () -> source(kind, database).version("Rev").overlap(1).build())
                .isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> JdbcSource.table("db", "x", database, "a\u0000b"))
                .isInstanceOf(RefusedException.class);
        run(database, "INSERT INTO \"Items\" VALUES (99, 99, NULL, 0)");
        assertThatThrownBy(() -> source(kind, database).version("Name").build().pull(null))
                .isInstanceOf(SourceContentException.class)
                .hasMessageContaining("is null in some of them");
    }
}
