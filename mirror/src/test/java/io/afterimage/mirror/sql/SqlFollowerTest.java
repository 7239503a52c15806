package io.afterimage.mirror.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.InMemoryLiveResultsStore;
import io.afterimage.LiveResultsStore;
import io.afterimage.NewerFormatException;
import io.afterimage.RefusedException;
import io.afterimage.StoreClosedException;
import io.afterimage.StoreLockedException;
import io.afterimage.mirror.Delta;
import io.afterimage.mirror.DeltaBatch;
import io.afterimage.mirror.MirrorStore;
import io.afterimage.mirror.sql.QueryException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.JsonNodeFactory;

/** What a follower promises beside being equal to its mirror. */
class SqlFollowerTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private Path file;
    private LiveResultsStore store;
    private MirrorStore mirror;

    @BeforeEach
    void open() {
        file = directory.resolve("sql/mirror.db");
        store = new InMemoryLiveResultsStore();
        mirror = MirrorStore.over(store).open();
    }

    @AfterEach
    void close() {
        mirror.close();
        store.close();
    }

    private SqlFollower follower() {
        return SqlFollower.of(mirror, file).open();
    }

    /** All records get the same number in one batch. */
    private long applyToAll(int records, int number) {
        List<Delta> deltas = new ArrayList<>();
        for (int id = 0; id < records; id++) {
            deltas.add(Delta.upsert(
                    "things",
                    "id-" + id,
                    JsonNodeFactory.instance.objectNode().put("n", number),
                    Instant.EPOCH.plusSeconds(number),
                    "api"));
        }
        return mirror.apply(DeltaBatch.of(deltas).withCursor("api", "c" + number))
                .head();
    }

    private static Object one(QueryResult result) {
        return String.valueOf(result.rows().get(0).get(0));
    }

    @Test
    void query_showsEveryBatchThatCameBefore() {
        try (SqlFollower follower = follower()) {
            assertThat(one(follower.list("SELECT count(*) FROM mirror_records")))
                    .isEqualTo("0");
            long head = applyToAll(5, 1);
            QueryResult result = follower.list("SELECT count(*) FROM mirror_records");
            assertThat(one(result)).isEqualTo("5");
            assertThat(result.position()).isEqualTo(head);
            assertThat(follower.status()).isEqualTo(new FollowerStatus(head, head, 1, Optional.empty()));
            assertThat(follower.status().lag()).isZero();
        }
    }

    @Test
    void reopenedFollower_goesOnWithoutRebuilding() {
        try (SqlFollower follower = follower()) {
            applyToAll(5, 1);
            follower.catchUp();
        }
        applyToAll(5, 2);
        try (SqlFollower follower = follower()) {
            assertThat(follower.position()).isEqualTo(5);
            assertThat(one(follower.list("SELECT sum(version) FROM mirror_records")))
                    .isEqualTo("10");
            assertThat(follower.status().rebuilds()).isZero();
        }
    }

    @Test
    void anotherMirrorsFile_isRebuilt() {
        applyToAll(5, 1);
        try (SqlFollower follower = follower()) {
            follower.catchUp();
        }
        try (LiveResultsStore other = new InMemoryLiveResultsStore();
                MirrorStore otherMirror = MirrorStore.over(other).open();
                SqlFollower follower = SqlFollower.of(otherMirror, file).open()) {
            otherMirror.apply(new Deltas(new Random(1)).batch(20));
            Tables.assertEqual("another mirror", otherMirror, follower);
            assertThat(follower.status().rebuilds()).isEqualTo(1);
        }
    }

    @Test
    void followerThatRetentionOvertook_isRebuilt() {
        try (SqlFollower follower = follower()) {
            applyToAll(3, 1);
            follower.catchUp();
        }
        mirror.close();
        mirror = MirrorStore.over(store).eventRetention(4, Duration.ofDays(1)).open();
        for (int number = 2; number < 9; number++) {
            applyToAll(3, number);
        }
        try (SqlFollower follower = follower()) {
            Tables.assertEqual("overtaken", mirror, follower);
            assertThat(follower.status().rebuilds()).isEqualTo(1);
        }
    }

    @Test
    void damagedFile_isMadeAnew() throws IOException {
        applyToAll(500, 1);
        try (SqlFollower follower = follower()) {
            follower.catchUp();
        }
        overwrite(100, (int) Files.size(file) - 100); // all but the header
        applyToAll(500, 2);
        try (SqlFollower follower = follower()) {
            Tables.assertEqual("damaged", mirror, follower);
        }
    }

    @Test
    void fileThatIsDamagedUnderItsReaders_isMadeAnewByTheNextQuery() throws IOException {
        applyToAll(5_000, 1);
        try (SqlFollower follower = follower()) {
            follower.catchUp();
        }
        try (SqlFollower follower = follower()) {
            overwrite(8 * 4096, (int) Files.size(file) - 8 * 4096);
            assertThat(one(follower.list("SELECT sum(length(payload)) FROM mirror_records")))
                    .isEqualTo("35000");
            assertThat(follower.status().rebuilds()).isEqualTo(1);
            Tables.assertEqual("damaged", mirror, follower);
        }
    }

    private void overwrite(long from, int bytes) throws IOException {
        byte[] noise = new byte[bytes];
        new Random(7).nextBytes(noise);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(noise), from);
        }
    }

    @Test
    void foreignFile_isRefusedAndLeftAlone() throws IOException {
        Files.createDirectories(directory.resolve("sql"));
        Files.writeString(file, "something that somebody needs".repeat(20));
        byte[] before = Files.readAllBytes(file);
        assertThatThrownBy(this::follower)
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("not a SQL follower's");
        assertThat(file).hasBinaryContent(before);
        assertThat(directory.resolve("sql")).isDirectoryNotContaining(path -> !path.equals(file));
    }

    @Test
    void newerFormat_isRefusedAndLeftAlone() throws IOException {
        follower().close();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(4).putInt(0, FollowerSchema.VERSION + 1), 60);
        }
        byte[] before = Files.readAllBytes(file);
        assertThatThrownBy(this::follower).isInstanceOf(NewerFormatException.class);
        assertThat(file).hasBinaryContent(before);
    }

    @Test
    void secondFollowerOfOneFile_isRefused_andReadersAreNot() {
        applyToAll(5, 1);
        try (SqlFollower follower = follower()) {
            follower.catchUp();
            assertThatThrownBy(this::follower).isInstanceOf(StoreLockedException.class);
            try (ReadOnlySql reader = ReadOnlySql.open(file, SqlLimits.DEFAULT)) {
                applyToAll(6, 2);
                assertThat(one(reader.list("SELECT count(*) FROM mirror_records")))
                        .isEqualTo("5");
                follower.catchUp();
                assertThat(one(reader.list("SELECT count(*) FROM mirror_records")))
                        .isEqualTo("6");
            }
        }
        follower().close();
    }

    @Test
    void background_followsByItself() throws InterruptedException {
        try (SqlFollower follower =
                SqlFollower.of(mirror, file).mode(FollowMode.IN_BACKGROUND).open()) {
            for (int number = 1; number < 20; number++) {
                applyToAll(3, number);
            }
            QueryResult result = follower.list("SELECT sum(version) FROM mirror_records", mirror.head(), LONG);
            assertThat(one(result)).isEqualTo("57");
        }
    }

    @Test
    void awaitedPosition_isWaitedForOrReportedAsBehind() throws InterruptedException {
        try (SqlFollower follower = follower()) {
            assertThat(follower.awaitPosition(0, Duration.ZERO)).isTrue();
            assertThat(follower.awaitPosition(3, Duration.ofMillis(1))).isFalse();
            assertThatThrownBy(() -> follower.list("SELECT 1", 3, Duration.ofMillis(1)))
                    .isInstanceOfSatisfying(
                            QueryException.class, e -> assertThat(e.reason()).isEqualTo(Reason.BEHIND));
            CompletableFuture<Long> applying = CompletableFuture.supplyAsync(() -> applyToAll(3, 1));
            assertThat(follower.awaitPosition(3, LONG)).isTrue();
            assertThat(applying.join()).isEqualTo(3);
        }
    }

    @Test
    void readers_neverSeeAMixture() {
        applyToAll(700, 1);
        AtomicBoolean done = new AtomicBoolean();
        try (SqlFollower follower =
                SqlFollower.of(mirror, file).mode(FollowMode.IN_BACKGROUND).open()) {
            follower.catchUp();
            CompletableFuture<Integer> reader = CompletableFuture.supplyAsync(() -> {
                int looks = 0;
                for (; !done.get() || looks < 10; looks++) {
                    QueryResult look =
                            follower.list("SELECT count(*), count(DISTINCT payload), count(DISTINCT version), "
                                    + "(SELECT 'c' || max(payload ->> 'n') = (SELECT cursor FROM mirror_cursors) FROM mirror_records), "
                                    + "(SELECT max(seq) FROM mirror_events) FROM mirror_records");
                    assertThat(look.rows().get(0)).containsExactly(700L, 1L, 1L, 1L, look.position());
                }
                return looks;
            });
            for (int number = 2; number < 12; number++) {
                applyToAll(700, number);
                if (number % 2 == 0) {
                    follower.rebuild();
                }
            }
            done.set(true);
            assertThat(reader.join()).isPositive();
        }
    }

    @Test
    void closedFollower_saysSo() {
        SqlFollower follower = follower();
        QueryCursor cursor = follower.query("SELECT 1");
        follower.close();
        follower.close();
        assertThatThrownBy(cursor::next).isInstanceOf(StoreClosedException.class);
        assertThatThrownBy(() -> follower.list("SELECT 1")).isInstanceOf(StoreClosedException.class);
        assertThatThrownBy(follower::catchUp).isInstanceOf(StoreClosedException.class);
    }
}
