package io.afterimage.mirror.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.InMemoryLiveResultsStore;
import io.afterimage.mirror.EventRead;
import io.afterimage.mirror.MirrorEvent;
import io.afterimage.mirror.MirrorStore;
import io.afterimage.mirror.MirroredRecord;
import io.afterimage.mirror.Syncer;
import io.afterimage.mirror.source.FieldMapping.TimeForm;
import io.afterimage.mirror.source.TestServer.Ending;
import io.afterimage.mirror.source.TestServer.Reply;
import io.afterimage.mirror.source.TestServer.Request;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Everything at once: a server that fails in every way it can, repeats old pages, and changes meanwhile, and a reader that is
 * made anew now and then. Every change is counted once, every event is there once.
 */
class HttpChaosTest {

    private static final int CHANGES = 150 * Integer.getInteger("afterimage.campaign", 1);
    private static final int RECORDS = 7;
    private static final int PAGE_SIZE = 4;

    private final TestTime time = new TestTime();
    private Random random;
    private InMemoryLiveResultsStore store;
    private MirrorStore mirror;
    private TestServer server;
    private int published;

    @BeforeEach
    void start() throws IOException {
        long seed = Long.getLong("afterimage.chaos.seed", System.nanoTime());
        System.out.println("chaotic server: afterimage.chaos.seed=" + seed);
        random = new Random(seed);
        store = new InMemoryLiveResultsStore();
        mirror = MirrorStore.over(store).open();
        server = new TestServer();
    }

    @AfterEach
    void stop() {
        server.close();
        mirror.close();
        store.close();
    }

    private synchronized Reply chaos(Request request) {
        published = Math.min(CHANGES, published + random.nextInt(3));
        int since = request.number("since", 0);
        Reply page = feed(since);
        return switch (random.nextInt(14)) {
            case 0 -> Reply.status(429, "Retry-After", "3");
            case 1 -> Reply.status(500);
            case 2 -> page.ending(Ending.CUT);
            case 3 -> new Reply(200, page.headers(), Arrays.copyOf(page.body(), page.body().length / 2), Ending.WHOLE);
            case 4 -> Reply.status(307, "Location", request.uri().toString());
            case 5 -> Reply.json("");
            case 6 -> feed(Math.max(0, since - PAGE_SIZE)); // an old page, and the way forward again
            case 7 -> Reply.json("busy");
            default -> page;
        };
    }

    private Reply feed(int since) {
        int to = Math.min(since + PAGE_SIZE, published);
        String items = IntStream.range(since, to)
                .mapToObj(n -> "{\"id\": %d, \"n\": %d, \"at\": %d}".formatted(n % RECORDS, n, 1_000 + n))
                .collect(Collectors.joining(","));
        return Reply.json("{\"items\": [" + items + "], \"next\": " + to + ", \"more\": " + (to < published) + "}");
    }

    private SyncSource source() {
        return HttpJsonSource.feed("api", "things", server.uri("/feed"))
                .itemsAt("/items")
                .fields(FieldMapping.idAt("/id").occurredAt("/at", TimeForm.EPOCH_SECONDS))
                .paging(Paging.cursorInBody("since", "/next").hasMoreAt("/more"))
                .time(time)
                .random(random)
                .build();
    }

    @Test
    void everyChange_isCountedOnce() throws InterruptedException {
        server.answer(this::chaos);
        List<Throwable> errors = new ArrayList<>();
        for (int sync = 0; lastChange() < CHANGES - 1; sync++) {
            assertThat(sync).as("syncs, with %s", errors).isLessThan(20 * CHANGES);
            try (Syncer syncer = Syncer.over(mirror).source(source()).open()) {
                syncer.syncAll().get(0).failure().ifPresent(errors::add);
            }
        }
        assertThat(errors).allMatch(SourceException.class::isInstance);
        for (MirroredRecord record : mirror.records("things", 100).records()) {
            int id = Integer.parseInt(record.recordId());
            assertThat(record.version()).isEqualTo((CHANGES - id + RECORDS - 1) / RECORDS);
        }
        List<MirrorEvent> events = ((EventRead.Page) mirror.eventsAfter(0, 10_000)).events();
        assertThat(events.stream().filter(MirrorEvent::applied))
                .extracting(event -> event.delta().payload().path("n").intValue())
                .containsExactlyElementsOf(IntStream.range(0, CHANGES).boxed().toList());
    }

    private int lastChange() {
        return mirror.records("things", 100).records().stream()
                .mapToInt(record -> record.payload().path("n").intValue())
                .max()
                .orElse(-1);
    }
}
