package io.afterimage.cli.mirror.origin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ShopTest {

    private static final long ROWS_AT_FIRST = 6_884;

    private final Chinook database = Chinook.open();
    private final Shop shop = new Shop(database, 1);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void shop_beginsWithTheSampleData_eachRowAChange() {
        assertThat(shop.changes()).isEqualTo(ROWS_AT_FIRST);
        assertThat(shop.changesAfter(0).get(0))
                .isEqualTo(new Change(
                        1,
                        Table.ARTISTS,
                        1,
                        shop.rows(Table.ARTISTS).firstEntry().getValue().row()));
        assertThat(shop.rows(Table.TRACKS)).hasSize(3_503);
    }

    @Test
    void life_isNumberedWithoutHoles_andIsWhatTheDatabaseHolds() {
        for (int i = 0; i < 200; i++) {
            shop.live();
        }
        List<Change> changes = shop.changesAfter(ROWS_AT_FIRST);
        assertThat(changes).hasSizeGreaterThan(200);
        assertThat(changes.stream().map(Change::number))
                .containsExactlyElementsOf(LongStream.rangeClosed(ROWS_AT_FIRST + 1, shop.changes())
                        .boxed()
                        .toList());
        assertThat(changes).anyMatch(Change::deletes);
        for (Table table : Table.values()) {
            assertThat(shop.rows(table).values().stream().map(change -> without(change.row(), "updated_at")))
                    .as(table.resource())
                    .containsExactlyElementsOf(database.rows(table));
        }
    }

    private static JsonNode without(JsonNode row, String member) {
        return row.deepCopy().asObject().without(member);
    }

    @Test
    void feed_tellsEveryChangeAtLeastOnce_andMovesOn() {
        Api api = new Api(shop, ROWS_AT_FIRST + 100, new SplittableRandom(1));
        long next = 0;
        boolean more = true;
        Set<String> told = new HashSet<>();
        while (more || next < ROWS_AT_FIRST + 100) {
            JsonNode page = ask(api, "/api/changes", Map.of("since", Long.toString(next)));
            page.get("changes")
                    .forEach(change -> told.add(change.get("changed_at").asString()));
            assertThat(page.get("next").asLong()).isGreaterThanOrEqualTo(next);
            next = page.get("next").asLong();
            more = page.get("more").asBoolean();
        }
        assertThat(next).isEqualTo(shop.changes());
        assertThat(told).hasSize((int) shop.changesAfter(0).stream()
                .filter(change -> change.table().style() == Table.Style.FEED)
                .count());
    }

    @Test
    void lists_havePagesAndTags() {
        Api api = new Api(shop, 0, new SplittableRandom(1));
        Answer first = api.answer(new Request("/api/artists", Map.of(), Optional.empty()));
        assertThat(first.headers().get("Link")).isEqualTo("</api/artists?from=50>; rel=\"next\"");
        Answer last = api.answer(new Request("/api/artists", Map.of("from", "250"), Optional.empty()));
        assertThat(last.headers()).doesNotContainKey("Link");
        Answer same = api.answer(new Request(
                "/api/artists",
                Map.of(),
                Optional.of(String.valueOf(first.headers().get("ETag")))));
        assertThat(same.status()).isEqualTo(304);
        assertThat(ask(api, "/api/albums", Map.of("cursor", "300")).has("next_cursor"))
                .isFalse();
        assertThat(ask(api, "/api/genres", Map.of("page", "3", "size", "10")).get("data"))
                .hasSize(5);
        assertThat(api.answer(new Request("/api/tracks", Map.of(), Optional.empty()))
                        .status())
                .isEqualTo(404);
    }

    private static JsonNode ask(Api api, String path, Map<String, String> parameters) {
        return JsonMapper.shared()
                .readTree(api.answer(new Request(path, parameters, Optional.empty()))
                        .body());
    }
}
