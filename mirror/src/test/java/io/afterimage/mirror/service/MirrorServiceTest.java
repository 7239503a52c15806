package io.afterimage.mirror.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.InMemoryLiveResultsStore;
import io.afterimage.mirror.Delta;
import io.afterimage.mirror.MirrorStore;
import io.afterimage.mirror.Syncer;
import io.afterimage.mirror.source.Pulled;
import io.afterimage.mirror.source.SourceUnavailableException;
import io.afterimage.mirror.source.StaticSource;
import io.afterimage.mirror.source.SyncSource;
import io.afterimage.mirror.sql.SqlFollower;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class MirrorServiceTest {

    private static final Instant MOMENT = Instant.parse("2026-01-01T12:00:00Z");

    private final CountDownLatch pulling = new CountDownLatch(1);
    private final CountDownLatch mayEnd = new CountDownLatch(1);
    private final InMemoryLiveResultsStore store = new InMemoryLiveResultsStore();
    private final MirrorStore mirror = MirrorStore.over(store).open();
    private final StaticSource crm = StaticSource.of("crm", List.of(person("1", "Ada"), person("2", "Grace")));
    private final Syncer syncer = Syncer.over(mirror)
            .source(crm)
            .source(new Unavailable())
            .source(new Slow())
            .open();

    @TempDir
    private Path directory;

    private @Nullable SqlFollower sql;
    private @Nullable MirrorService service;

    @BeforeEach
    void open() {
        SqlFollower follower = SqlFollower.of(mirror, directory.resolve("sql")).open();
        sql = follower;
        service = MirrorService.of(mirror, syncer, follower);
    }

    @AfterEach
    void close() {
        syncer.close();
        if (sql != null) {
            sql.close();
        }
        mirror.close();
        store.close();
    }

    private static Delta person(String id, String name) {
        JsonNode payload = JsonMapper.shared().createObjectNode().put("name", name);
        return Delta.upsert("people", id, payload, MOMENT, "crm");
    }

    /** A source that is never there. */
    private static final class Unavailable implements SyncSource {
        @Override
        public String id() {
            return "gone";
        }

        @Override
        public Pulled pull(@Nullable String cursor) {
            throw new SourceUnavailableException("The source is gone.", null);
        }
    }

    /** A source that is in the middle of a pull until it may end. */
    private final class Slow implements SyncSource {
        @Override
        public String id() {
            return "slow";
        }

        @Override
        public Pulled pull(@Nullable String cursor) throws InterruptedException {
            pulling.countDown();
            mayEnd.await();
            return Pulled.nothing();
        }
    }

    private JsonNode ask(String request, Access access) {
        if (service == null) {
            throw new AssertionError("not open");
        }
        return JsonMapper.shared()
                .readTree(service.answer(request.replace('\'', '"').getBytes(UTF_8), access));
    }

    private JsonNode ok(String method, String params) {
        JsonNode answer = ask("{'method':'" + method + "','id':7,'params':" + params + "}", Access.WRITE);
        assertThat(answer.path("answer").asString()).as(answer.toString()).isEqualTo(method + ".ok");
        assertThat(answer.path("id").asInt()).isEqualTo(7);
        assertThat(answer.has("error")).isFalse();
        return answer.path("result");
    }

    private JsonNode err(String method, String params, ErrorCode code) {
        return err("{'method':'" + method + "','params':" + params + "}", Access.WRITE, method + ".err", code);
    }

    private JsonNode err(String request, Access access, String label, ErrorCode code) {
        JsonNode answer = ask(request, access);
        assertThat(answer.path("answer").asString()).as(answer.toString()).isEqualTo(label);
        assertThat(answer.has("result")).isFalse();
        assertThat(answer.at("/error/code").asString()).as(answer.toString()).isEqualTo(code.label());
        assertThat(answer.at("/error/text").asString()).isNotBlank();
        return answer.path("error");
    }

    @Test
    void sync_reportsWhatWasDone() {
        JsonNode first = ok("sync", "{'source':'crm'}");
        assertThat(first.path("pulled").asInt()).isEqualTo(2);
        assertThat(first.path("applied").asInt()).isEqualTo(2);
        assertThat(first.at("/resources/people/applied").asInt()).isEqualTo(2);
        assertThat(ok("sync", "{'source':'crm'}").path("pulled").asInt()).isZero();
    }

    @Test
    void sync_needsTheRightToWrite() {
        err("{'method':'sync','params':{'source':'crm'}}", Access.READ, "sync.err", ErrorCode.FORBIDDEN);
        assertThat(mirror.head()).isZero();
    }

    @Test
    void sync_thatFails_saysWhy() {
        assertThat(err("sync", "{'source':'nobody'}", ErrorCode.UNKNOWN_SOURCE)
                        .path("text")
                        .asString())
                .contains("crm", "nobody");
        assertThat(err("sync", "{'source':'gone'}", ErrorCode.SOURCE_FAILED)
                        .path("text")
                        .asString())
                .isEqualTo("The source is gone.");
        err("sync", "{}", ErrorCode.BAD_REQUEST);
    }

    @Test
    void sync_ofASourceThatIsBeingSynced_isBusy() throws Exception {
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            Future<JsonNode> first = other.submit(() -> ok("sync", "{'source':'slow'}"));
            pulling.await();
            err("sync", "{'source':'slow'}", ErrorCode.BUSY);
            mayEnd.countDown();
            assertThat(first.get().path("pulled").asInt()).isZero();
        } finally {
            mayEnd.countDown();
            other.shutdownNow();
        }
    }

    @Test
    void query_answersRowsAndCount() {
        ok("sync", "{'source':'crm'}");
        JsonNode result = ok(
                "query",
                "{'sql':'SELECT record_id, payload ->> $name AS name, version * 0.5 AS half, NULL AS none"
                                .replace("$name", "\\u0027$.name\\u0027")
                        + " FROM mirror_records ORDER BY 1'}");
        assertThat(result.path("count").asInt()).isEqualTo(2);
        assertThat(result.path("position").asLong()).isEqualTo(mirror.head());
        assertThat(result.path("rows").toString())
                .isEqualTo("[{\"record_id\":\"1\",\"name\":\"Ada\",\"half\":0.5,\"none\":null},"
                        + "{\"record_id\":\"2\",\"name\":\"Grace\",\"half\":0.5,\"none\":null}]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"DELETE FROM mirror_records", "SELEC 1", "SELECT * FROM nowhere", "SELECT 1; SELECT 2", ""})
    void query_thatIsNotAllowed_isRefused(String statement) {
        err("query", "{'sql':'" + statement + "'}", ErrorCode.QUERY_REFUSED);
    }

    @Test
    void getRecord_answersTheRecord_orNull() {
        ok("sync", "{'source':'crm'}");
        JsonNode found =
                ok("get_record", "{'resource':'people','record_id':'2'}").path("record");
        assertThat(found.at("/payload/name").asString()).isEqualTo("Grace");
        assertThat(found.path("version").asLong()).isEqualTo(1);
        assertThat(ok("get_record", "{'resource':'people','record_id':'9'}")
                        .get("record")
                        .isNull())
                .isTrue();
        err("get_record", "{'resource':'people'}", ErrorCode.BAD_REQUEST);
        err("get_record", "{'resource':'people','record_id':2}", ErrorCode.BAD_REQUEST);
        err("get_record", "{'resource':'','record_id':'2'}", ErrorCode.BAD_REQUEST);
    }

    @Test
    void listRecords_goesPageByPage() {
        ok("sync", "{'source':'crm'}");
        JsonNode first = ok("list_records", "{'resource':'people','limit':1}");
        JsonNode second = ok(
                "list_records",
                "{'resource':'people','limit':1,'page':'" + first.path("next").asString() + "'}");
        assertThat(List.of(
                        first.at("/records/0/record_id").asString(),
                        second.at("/records/0/record_id").asString()))
                .containsExactlyInAnyOrder("1", "2");
        assertThat(ok("list_records", "{'resource':'people'}").path("records")).hasSize(2);
        assertThat(ok("list_records", "{'resource':'people'}").get("next").isNull())
                .isTrue();
        err("list_records", "{'resource':'people','limit':1001}", ErrorCode.BAD_REQUEST);
        err("list_records", "{'resource':'people','page':'x'}", ErrorCode.BAD_REQUEST);
    }

    @Test
    void resourcesAndCounts_tellWhatThereIs() {
        assertThat(ok("resources", "{}").path("resources")).isEmpty();
        ok("sync", "{'source':'crm'}");
        JsonNode resource = ok("resources", "null").at("/resources/0");
        assertThat(resource.path("name").asString()).isEqualTo("people");
        assertThat(resource.path("records").asLong()).isEqualTo(2);
        assertThat(resource.path("events").asLong()).isEqualTo(2);
        assertThat(ok("counts", "{}").path("counts").toString()).isEqualTo("{\"people\":2}");
        assertThat(ok("counts", "{'resource':'cats'}").path("counts").toString())
                .isEqualTo("{\"cats\":0}");
        err("resources", "{'all':true}", ErrorCode.BAD_REQUEST);
        err("counts", "[]", ErrorCode.BAD_REQUEST);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'method':'drop'}                 | drop.err    | UNKNOWN_METHOD",
                "{'method':'a b'}                  | request.err | UNKNOWN_METHOD",
                "{'method':7}                      | request.err | BAD_REQUEST",
                "{'params':{}}                     | request.err | BAD_REQUEST",
                "[1,2]                             | request.err | BAD_REQUEST",
                "7                                 | request.err | BAD_REQUEST",
                "null                              | request.err | BAD_REQUEST",
                "{'method':                        | request.err | BAD_REQUEST",
                "{'method':'counts'} {}            | request.err | BAD_REQUEST",
                "~~                                | request.err | BAD_REQUEST",
                "{'method':'sync','params':'crm'}  | sync.err    | BAD_REQUEST",
            })
    void requestsThatCannotBeUsed_areAnsweredWithAnError(String request, String label, ErrorCode code) {
        err(request, Access.WRITE, label, code);
    }

    @Test
    void requestsOfAnySizeAndDepth_areAnswered() {
        err("[".repeat(100_000), Access.READ, "request.err", ErrorCode.BAD_REQUEST);
        err(" ".repeat(MirrorService.MAX_REQUEST_BYTES + 1), Access.READ, "request.err", ErrorCode.BAD_REQUEST);
        assertThat(ask("{'method':'counts','id':{'deep':[1]}}", Access.READ)
                        .path("id")
                        .toString())
                .isEqualTo("{\"deep\":[1]}");
    }

    @Test
    void closedMirror_isSaidToBeClosed() {
        mirror.close();
        err("get_record", "{'resource':'people','record_id':'2'}", ErrorCode.CLOSED);
        err("counts", "{}", ErrorCode.CLOSED);
    }

    @Test
    void manyCallersAtOnce_areAllAnswered() throws Exception {
        ok("sync", "{'source':'crm'}");
        ExecutorService callers = Executors.newFixedThreadPool(16);
        try {
            List<Future<JsonNode>> answers = callers.invokeAll(Collections.nCopies(
                    400,
                    () -> ask(
                            "{'method':'query','params':{'sql':'SELECT count(*) AS n FROM mirror_records'}}",
                            Access.READ)));
            for (Future<JsonNode> answer : answers) {
                assertThat(answer.get().at("/result/rows/0/n").asInt()).isEqualTo(2);
            }
        } finally {
            callers.shutdownNow();
        }
    }
}
