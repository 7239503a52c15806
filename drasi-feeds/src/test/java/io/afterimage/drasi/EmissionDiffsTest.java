package io.afterimage.drasi;

import static io.afterimage.drasi.KeyedStore.add;
import static io.afterimage.drasi.KeyedStore.delete;
import static io.afterimage.drasi.KeyedStore.json;
import static io.afterimage.drasi.KeyedStore.update;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.CorruptStoreException;
import io.afterimage.RefusedException;
import io.afterimage.drasi.ParsedLine.Emission;
import io.afterimage.drasi.ParsedLine.Order;
import io.afterimage.drasi.RowChange.Hint;
import io.afterimage.drasi.RowChange.Put;
import io.afterimage.drasi.RowChange.Remove;
import io.afterimage.drasi.RowIdentity.ByColumns;
import io.afterimage.drasi.RowIdentity.ByFullRow;
import io.afterimage.drasi.RowIdentity.BySignature;
import io.afterimage.reactions.RowDiff;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EmissionDiffsTest {

    private static final RowIdentity BY_K = new ByColumns(List.of("k"));

    @Test
    void rowsBySignature_areTheirJson_andAreNotLookedUp() {
        List<RowChange> changes = List.of(
                new Put(null, json("{\"v\":1}"), new Hint(7L, null)),
                new Put(json("{\"v\":1}"), json("{\"v\":2}"), new Hint(7L, null)),
                new Remove(null, new Hint(8L, null)));
        EmissionDiffs result = EmissionDiffs.of(
                new Emission("q", 1, changes, Order.AS_LISTED), IdentityRule.asItComes(), null, (query, signature) -> {
                    throw new AssertionError("looked up");
                });
        assertThat(result.diffs())
                .containsExactly(
                        new RowDiff.Added(7, bytes("{\"v\":1}")),
                        new RowDiff.Updated(7, bytes("{\"v\":1}"), bytes("{\"v\":2}")),
                        new RowDiff.Removed(8, null));
        assertThat(result.identity()).isEqualTo(BySignature.BY_SIGNATURE);
        assertThat(result.absent()).isZero();
    }

    @Test
    void diffsOfKeyedRows_tellWhatWasStoredBefore_alsoWhereTheFeedDoesNot() {
        try (KeyedStore store = new KeyedStore(BY_K, RowKey.XXH3)) {
            byte[] first = ((RowDiff.Added)
                            store.emit(add("{\"k\":1,\"v\":1}")).diffs().get(0))
                    .after();
            RowDiff.Updated updated = (RowDiff.Updated)
                    store.emit(add("{\"k\":1.0,\"v\":2}")).diffs().get(0);
            assertThat(updated.before()).isEqualTo(first);
            RowDiff removed = store.emit(delete("{\"k\":1}")).diffs().get(0);
            assertThat(removed).isEqualTo(new RowDiff.Removed(updated.rowSignature(), updated.after()));
            assertThat(DrasiRow.read("q", 0, updated.after()).json())
                    .asString(UTF_8)
                    .isEqualTo("{\"k\":1.0,\"v\":2}");
        }
    }

    @Test
    void rowThatComesAndGoesInOneEmission_isNoDiff() {
        try (KeyedStore store = new KeyedStore(BY_K, RowKey.XXH3)) {
            EmissionDiffs result = store.emit(add("{\"k\":1}"), update("{\"k\":1}", "{\"k\":2}"), delete("{\"k\":2}"));
            assertThat(result.diffs()).isEmpty();
            assertThat(result.absent()).isZero();
        }
    }

    @Test
    void collision_namesQueryAndBothKeys_andNothingIsMerged() {
        try (KeyedStore store = new KeyedStore(new ByColumns(List.of("k", "j")), key -> 42)) {
            store.emit(add("{\"k\":1,\"j\":\"a\",\"v\":9}"));
            for (RowChange change : List.of(
                    add("{\"k\":2,\"j\":\"a\"}"),
                    delete("{\"k\":2,\"j\":\"a\"}"),
                    update("{\"k\":1,\"j\":\"a\"}", "{\"k\":2,\"j\":\"a\"}"))) {
                assertThatThrownBy(() -> store.emit(change))
                        .isInstanceOfSatisfying(KeyCollisionException.class, error -> {
                            assertThat(error.queryId()).isEqualTo("q");
                            assertThat(error.rowSignature()).isEqualTo(42);
                        })
                        .hasMessageContaining(
                                "Query: q. Signature: 42. Known key: [k=1, j=\"a\"]. Further key: [k=2, j=\"a\"].");
            }
            store.emit(update("{\"k\":1,\"j\":\"a\",\"v\":9}", "{\"k\":1e0,\"j\":\"a\",\"v\":8}"));
            store.write();
            assertThat(store.rows()).containsOnlyKeys("{\"k\":1e0,\"j\":\"a\",\"v\":8}");
        }
    }

    @Test
    void signatureOfADeletedKey_isFreeForAnother() {
        try (KeyedStore store = new KeyedStore(ByFullRow.BY_FULL_ROW, key -> 42)) {
            store.emit(add("1"));
            assertThatThrownBy(() -> store.emit(add("2"))).hasMessageContaining("Known key: 1. Further key: 2.");
            store.emit(delete("1"));
            store.emit(add("2"));
            store.write();
            assertThat(store.rows()).isEqualTo(Map.of("2", 1));
        }
    }

    @Test
    void equalRows_areCounted_alsoWhileTheyWaitTogether() {
        try (KeyedStore store = new KeyedStore(ByFullRow.BY_FULL_ROW, RowKey.XXH3)) {
            store.emit(add("{\"a\":1,\"b\":2}"), add("{\"b\":2.0,\"a\":1}"));
            store.emit(add("{\"a\":1,\"b\":2}"), add("\"other\""));
            store.write();
            assertThat(store.rows()).isEqualTo(Map.of("{\"a\":1,\"b\":2}", 3, "\"other\"", 1));
            store.emit(delete("{\"a\":1,\"b\":2}"));
            store.emit(update("{\"a\":1,\"b\":2}", "\"other\""));
            store.write();
            assertThat(store.rows()).isEqualTo(Map.of("{\"a\":1,\"b\":2}", 1, "\"other\"", 2));
        }
    }

    @Test
    void changesOfAbsentRows_areCounted_andNeverGoBelowZero() {
        try (KeyedStore store = new KeyedStore(ByFullRow.BY_FULL_ROW, RowKey.XXH3)) {
            assertThat(store.emit(delete("1"), delete("1"), update("2", "3")).absent())
                    .isEqualTo(3);
            assertThat(store.emit(add("1")).absent()).isZero();
            store.write();
            assertThat(store.rows()).isEqualTo(Map.of("1", 1, "3", 1));
        }
        try (KeyedStore store = new KeyedStore(BY_K, RowKey.XXH3)) {
            assertThat(store.emit(
                                    delete("{\"k\":1}"),
                                    update("{\"k\":2}", "{\"k\":2}"),
                                    update("{\"k\":3}", "{\"k\":4}"))
                            .absent())
                    .isEqualTo(3);
            store.write();
            assertThat(store.rows()).containsOnlyKeys("{\"k\":2}", "{\"k\":4}");
        }
    }

    @Test
    void tooManyEqualRows_areRefused() {
        RowKey key = RowKey.of(json("1"), ByFullRow.BY_FULL_ROW, RowKey.XXH3);
        byte[] most = DrasiRow.envelope(key.fingerprint(), Integer.MAX_VALUE, bytes("1"));
        assertThatThrownBy(() -> EmissionDiffs.of(
                        new Emission("q", 1, List.of(add("1")), Order.AS_LISTED),
                        IdentityRule.always(ByFullRow.BY_FULL_ROW),
                        null,
                        (query, signature) -> most))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("too many equal rows");
    }

    @Test
    void keyedRowWithoutEnvelope_isDamage() {
        assertThatThrownBy(() -> EmissionDiffs.of(
                        new Emission("q", 1, List.of(add("{\"k\":1}")), Order.AS_LISTED),
                        IdentityRule.always(BY_K),
                        BY_K,
                        (query, signature) -> bytes("{\"k\":1}")))
                .isInstanceOf(CorruptStoreException.class)
                .hasMessageContaining("key columns [k]");
    }

    @Test
    void deleteWithoutItsRow_isUnusable_whereTheRowIsTheKey() {
        try (KeyedStore store = new KeyedStore(BY_K, RowKey.XXH3)) {
            assertThatThrownBy(() -> store.emit(new Remove(null, Hint.NONE)))
                    .isInstanceOf(UnusableLineException.class)
                    .hasMessageContaining("A deleted row is missing");
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
