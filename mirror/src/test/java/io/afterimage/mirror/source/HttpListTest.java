package io.afterimage.mirror.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.InMemoryLiveResultsStore;
import io.afterimage.RefusedException;
import io.afterimage.mirror.CursorInfo;
import io.afterimage.mirror.Delta;
import io.afterimage.mirror.DeltaBatch;
import io.afterimage.mirror.DeltaOp;
import io.afterimage.mirror.EventRead;
import io.afterimage.mirror.MirrorEvent;
import io.afterimage.mirror.MirrorStore;
import io.afterimage.mirror.MirroredRecord;
import io.afterimage.mirror.ResourceCounts;
import io.afterimage.mirror.SyncReport;
import io.afterimage.mirror.Syncer;
import io.afterimage.mirror.source.TestServer.Reply;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Lists over a real socket, while they change, while the reader is restarted, and when they go round in circles. */
class HttpListTest {

    private final TestTime time = new TestTime();
    private final ListServer list = new ListServer(Style.PAGE_SIZE);
    private InMemoryLiveResultsStore store;
    private MirrorStore mirror;
    private TestServer server;

    @BeforeEach
    void start() throws IOException {
        store = new InMemoryLiveResultsStore();
        mirror = MirrorStore.over(store).open();
        server = new TestServer();
        server.answer(list::answer);
        for (int id = 1; id <= 47; id++) {
            list.put(id, 100 * id);
        }
    }

    @AfterEach
    void stop() {
        server.close();
        mirror.close();
        store.close();
    }

    private SyncReport sync(SyncSource source) throws InterruptedException {
        try (Syncer syncer = Syncer.over(mirror).source(source).open()) {
            return syncer.sync("api");
        }
    }

    /** Pulls once with a source that has just been made, as a process does that was killed after each batch. */
    private boolean syncOneBatch(SyncSource source) throws InterruptedException {
        String cursor = mirror.cursor("api", "*").map(CursorInfo::cursor).orElse(null);
        Pulled pulled = source.pull(cursor);
        if (!pulled.changesNothing(cursor)) {
            assertThat(pulled.cursor()).isNotNull().doesNotContain(Style.SECRET);
            mirror.apply(DeltaBatch.of(pulled.deltas()).withCursor("api", String.valueOf(pulled.cursor())));
        }
        return pulled.hasMore();
    }

    private NavigableMap<Integer, Integer> mirrored() {
        return mirror.records("things", 10_000).records().stream()
                .collect(Collectors.toMap(
                        record -> Integer.parseInt(record.recordId()),
                        record -> record.payload().path("amount").intValue(),
                        (one, other) -> one,
                        TreeMap::new));
    }

    private void assertSame() {
        assertThat(mirrored()).isEqualTo(list.things());
    }

    private List<MirrorEvent> events() {
        return ((EventRead.Page) mirror.eventsAfter(0, 10_000)).events();
    }

    @ParameterizedTest
    @EnumSource
    void list_isMirrored_andReadingItAgainChangesNothing(Style style) throws InterruptedException {
        SyncReport first = sync(style.source(server, mirror, time).build());
        assertThat(first.total()).isEqualTo(new ResourceCounts(47, 47, 0));
        assertSame();

        SyncReport second = sync(style.source(server, mirror, time).build());
        assertThat(second.total().pulled()).isZero();
        assertThat(mirror.cursors()).noneMatch(cursor -> cursor.cursor().contains(Style.SECRET));
        assertThat(server.requests()).allMatch(request -> Style.SECRET.equals(request.parameter("key")));
    }

    @ParameterizedTest
    @EnumSource
    void changesAndVanishedRecords_areMirrored(Style style) throws InterruptedException {
        SyncSource source =
                style.source(server, mirror, time).deletingVanished().build();
        sync(source);
        list.remove(1);
        list.remove(30);
        list.remove(47);
        list.put(12, -1);
        list.put(60, 6);

        assertThat(sync(source).total()).isEqualTo(new ResourceCounts(5, 5, 0));
        assertSame();
        assertThat(mirror.record("things", "12").map(MirroredRecord::version)).contains(2L);
        assertThat(sync(source).total().pulled()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void restartAfterEveryBatch_losesAndRepeatsNothing(Style style) throws InterruptedException {
        while (syncOneBatch(style.source(server, mirror, time).build())) {
            assertThat(server.requests()).hasSizeLessThan(100);
        }
        assertSame();
        assertThat(events()).hasSize(47).allMatch(MirrorEvent::applied);
    }

    @ParameterizedTest
    @EnumSource
    void restartInAPass_deletesNothing_untilAWholePassWasSeen(Style style) throws InterruptedException {
        sync(style.source(server, mirror, time).deletingVanished().build());
        list.remove(5);
        for (int restart = 0; restart < 12; restart++) {
            syncOneBatch(style.source(server, mirror, time).deletingVanished().build());
        }
        assertThat(mirrored()).hasSize(47);

        sync(style.source(server, mirror, time).deletingVanished().build());
        assertSame();
        assertThat(events()).hasSize(48).allMatch(MirrorEvent::applied);
    }

    @ParameterizedTest
    @EnumSource
    void recordsOfAnotherSource_areLeftAlone(Style style) throws InterruptedException {
        sync(style.source(server, mirror, time).build());
        SyncSource other = StaticSource.of(
                "other",
                List.of(Delta.upsert(
                        "things", "900", SourceJson.MAPPER.readTree("{\"amount\": 9}"), TestTime.START, "other")));
        try (Syncer syncer = Syncer.over(mirror).source(other).open()) {
            syncer.sync("other");
        }
        sync(style.source(server, mirror, time).deletingVanished().build());
        assertThat(mirror.record("things", "900")).isPresent();
    }

    @ParameterizedTest
    @EnumSource(names = {"SINGLE", "CURSOR", "LINK", "OFFSET"})
    void listThatChangesWhileItIsRead_losesNoRecordThatStays(Style style) throws InterruptedException {
        long seed = Long.getLong("afterimage.list.seed", System.nanoTime());
        System.out.println("changing list by " + style + ": afterimage.list.seed=" + seed);
        Random random = new Random(seed);
        for (int id = 48; id <= 90; id++) {
            list.put(id, id);
        }
        int[] changes = {0};
        list.beforeEachAnswer(() -> change(random, changes));
        SyncSource source =
                style.source(server, mirror, time).deletingVanished().build();
        for (int round = 0; round < 6; round++) {
            sync(source);
            // multiples of 3 are never removed: none may be missing, or have been missing
            assertThat(mirrored().keySet()).containsAll(List.of(3, 6, 9, 30, 33, 45, 60, 63, 66, 90));
        }
        list.beforeEachAnswer(() -> {});
        sync(source);

        assertSame();
        assertThat(events())
                .filteredOn(event -> Integer.parseInt(event.delta().recordId()) % 3 == 0)
                .noneMatch(event -> event.delta().op() == DeltaOp.DELETE);
        assertThat(server.requests()).hasSizeLessThan(2_000);
    }

    private void change(Random random, int[] changes) {
        for (int i = random.nextInt(10); i > 0; i--) {
            int id = 1 + random.nextInt(90);
            if (random.nextInt(3) > 0 && id % 3 != 0) {
                list.remove(id);
            } else if (id > 5) {
                list.put(id, ++changes[0]);
            }
        }
    }

    @Test
    void listByOffset_thatShrinksWhileItIsRead_isTurnedBack() throws InterruptedException {
        SyncSource source =
                Style.OFFSET.source(server, mirror, time).deletingVanished().build();
        sync(source);
        int before = server.requests().size();
        list.beforeEachAnswer(() -> {
            if (server.requests().size()
                    == before + 3) { // after two pages: what was the third moves to where they were
                for (int id = 1; id <= 12; id++) {
                    list.remove(id);
                }
            }
        });
        sync(source);
        list.beforeEachAnswer(() -> {});
        assertThat(mirrored()).containsKeys(13, 19, 20, 21, 22, 30, 31, 32, 47);
        sync(source);
        assertSame();
        assertThat(events())
                .filteredOn(event -> event.delta().op() == DeltaOp.DELETE)
                .hasSize(12);
    }

    @Test
    void listByOffset_withoutOverlap_orByPage_deletesOnlyWhatTwoPassesMiss() throws InterruptedException {
        for (Paging paging :
                List.of(Paging.numbered("page", 1, "size", 10), Paging.offsets("offset", "limit", 10, 0))) {
            SyncSource source = HttpJsonSource.list(
                            "api", "things", server.uri(paging.label().equals("page") ? "/page" : "/offset"))
                    .paging(paging)
                    .comparedWith(mirror)
                    .time(time)
                    .deletingVanished()
                    .build();
            mirror.apply(DeltaBatch.of()
                    .withCursor(
                            "api", HttpCursor.start("list by " + paging.label()).toText()));
            sync(source);
            boolean[] removed = {false};
            int before = server.requests().size();
            int victim = list.things().firstKey();
            list.beforeEachAnswer(() -> {
                if (!removed[0] && server.requests().size() == before + 2) {
                    removed[0] = true; // after the first page: the eleventh moves to where it is not looked for
                    list.remove(victim);
                }
            });
            sync(source);
            assertThat(mirrored()).as("what one pass saw is kept").containsKeys(victim, victim + 10);
            sync(source);
            assertSame();
            assertThat(events())
                    .filteredOn(event -> event.delta().op() == DeltaOp.DELETE)
                    .allMatch(event -> Integer.parseInt(event.delta().recordId()) <= victim);
        }
    }

    @Test
    void pagesThatGoRound_end() {
        Map<String, String> next = Map.of("0", "1", "1", "2", "2", "3", "3", "4", "4", "2");
        server.answer(request -> {
            String at = String.valueOf(request.number("after", 0));
            return Reply.json("{\"data\":{\"list\":[" + ListServer.json(Integer.parseInt(at) + 1, 1) + "]},\"next\":\""
                    + next.get(at) + "\"}");
        });
        assertThatThrownBy(() -> sync(Style.CURSOR.source(server, mirror, time).build()))
                .isInstanceOf(SourceContentException.class)
                .hasMessageContaining("circle");
        assertThat(server.requests()).hasSizeLessThan(20);
        assertThat(mirrored()).hasSize(5);
        assertThat(events()).hasSize(5);
    }

    @Test
    void linkToItself_ends() {
        server.answer(request -> Reply.json("[{\"id\": 1}]", "Link", "</link>; rel=next"));
        assertThatThrownBy(() -> sync(Style.LINK.source(server, mirror, time).build()))
                .isInstanceOf(SourceContentException.class);
        assertThat(server.requests()).hasSizeLessThan(10);
    }

    @ParameterizedTest
    @EnumSource(names = {"PAGE", "OFFSET", "CURSOR"})
    void samePageAgainAndAgain_ends_alsoAcrossRestarts(Style style) throws InterruptedException {
        StringBuilder items = new StringBuilder("{\"id\": 1}");
        for (int id = 2; id <= Style.PAGE_SIZE; id++) {
            items.append(",{\"id\":").append(id).append('}');
        }
        int[] cursor = {0};
        server.answer(request -> Reply.json(
                style == Style.CURSOR
                        ? "{\"data\":{\"list\":[" + items + "]},\"next\":" + ++cursor[0] + "}"
                        : "[" + items + "]"));
        assertThatThrownBy(() -> {
                    while (syncOneBatch(style.source(server, mirror, time).build())) {
                        assertThat(server.requests()).hasSizeLessThan(20);
                    }
                })
                .isInstanceOf(SourceContentException.class)
                .hasMessageContaining("The same page comes again and again.");
        assertThat(events()).hasSize(Style.PAGE_SIZE);
    }

    @Test
    void emptyPagesWithoutEnd_end() {
        int[] link = {0};
        server.answer(request -> Reply.json("[]", "Link", "</link?n=" + ++link[0] + ">; rel=next"));
        assertThatThrownBy(() -> sync(Style.LINK.source(server, mirror, time).build()))
                .isInstanceOf(SourceContentException.class)
                .hasMessageContaining("Empty pages");
        assertThat(server.requests()).hasSize(101);
    }

    @Test
    void pagesWithoutEnd_end() {
        int[] link = {0};
        server.answer(
                request -> Reply.json("[{\"id\": " + ++link[0] + "}]", "Link", "</link?n=" + link[0] + ">; rel=next"));
        assertThatThrownBy(() -> sync(
                        Style.LINK.source(server, mirror, time).maxPages(50).build()))
                .isInstanceOf(SourceContentException.class)
                .hasMessageContaining("The pages have no end.");
        assertThat(mirror.count("things")).isEqualTo(50);
    }

    @Test
    void linkToAnotherOrigin_isAnError() {
        server.answer(request -> Reply.json("[{\"id\": 1}]", "Link", "<http://127.0.0.1:1/link>; rel=next"));
        assertThatThrownBy(() -> sync(Style.LINK.source(server, mirror, time).build()))
                .isInstanceOf(SourceContentException.class)
                .hasMessageContaining("leads nowhere");
    }

    @Test
    void unchangedList_isNotSentAgain() throws InterruptedException {
        server.answer(request -> {
            Reply whole = list.answer(request);
            boolean known = Objects.equals(
                    whole.headers().get("ETag"), request.headers().getFirst("If-None-Match"));
            return known ? Reply.status(304) : whole;
        });
        SyncSource source =
                Style.SINGLE.source(server, mirror, time).deletingVanished().build();
        sync(source);
        long head = mirror.head();
        assertThat(sync(source).batches()).isZero();
        assertThat(mirror.head()).isEqualTo(head);

        list.remove(3);
        assertThat(sync(source).total()).isEqualTo(new ResourceCounts(1, 1, 0));
        assertSame();
    }

    @Test
    void listWithTooManyRecords_deletesNothing() throws InterruptedException {
        sync(Style.CURSOR.source(server, mirror, time).build());
        list.remove(1);
        assertThatThrownBy(() -> sync(Style.CURSOR
                        .source(server, mirror, time)
                        .deletingVanished()
                        .maxListed(45)
                        .build()))
                .isInstanceOf(SourceContentException.class)
                .hasMessageContaining("too many records");
        assertThat(mirrored()).hasSize(47);
    }

    @Test
    void cursorOfAnotherWay_isStale_andTheStartHelps() throws InterruptedException {
        sync(Style.CURSOR.source(server, mirror, time).build());
        try (Syncer syncer = Syncer.over(mirror)
                .source(Style.LINK.source(server, mirror, time).build())
                .open()) {
            assertThatThrownBy(() -> syncer.sync("api")).isInstanceOf(StaleCursorException.class);
            assertThat(syncer.syncFromStart("api").total().pulled()).isZero();
            assertThat(syncer.sync("api").failure()).isEmpty();
        }
    }

    @Test
    void settingsThatDoNotFit_areRefused() {
        HttpJsonSourceBuilder list = HttpJsonSource.list("api", "things", server.uri("/"));
        assertThatThrownBy(list::build).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() ->
                        HttpJsonSource.feed("api", "things", server.uri("/")).build())
                .isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> Style.SINGLE
                        .source(server, mirror, time)
                        .header("Host", "h")
                        .build())
                .isInstanceOf(RefusedException.class);
        for (String address : List.of("ftp://h/", "http://user:word@h/", "http:///x", "/x", "http://h/#x")) {
            assertThatThrownBy(() -> HttpJsonSource.list("api", "things", URI.create(address)))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageNotContaining("word");
        }
    }
}
