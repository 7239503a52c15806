package io.afterimage.drasi;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.drasi.ParsedLine.Order;
import io.afterimage.drasi.RowIdentity.ByColumns;
import io.afterimage.drasi.RowIdentity.ByFullRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * Random emissions against maps of what must be there: with the real hash, and with one that has few values, where an
 * emission must fail exactly if two keys meet in one signature, and change nothing then.
 */
class IdentityModelTest {

    private static final int KEYS = 12;

    @Property(tries = 200)
    void fullRows_areAMultiset(@ForAll long seed, @ForAll @IntRange(min = 1, max = 64) int hashBits) {
        Random random = new Random(seed);
        ToLongFunction<byte[]> hash = weakened(hashBits);
        Map<Integer, Integer> model = new TreeMap<>();
        try (KeyedStore store = new KeyedStore(ByFullRow.BY_FULL_ROW, hash)) {
            for (int emission = 0; emission < 40; emission++) {
                List<RowChange> changes = new ArrayList<>();
                Map<Integer, Integer> after = new TreeMap<>(model);
                Collisions collisions = new Collisions(
                        model.keySet(),
                        row -> RowKey.of(KeyedStore.json(fullRow(row)), ByFullRow.BY_FULL_ROW, hash)
                                .signature());
                for (int i = random.nextInt(5); i >= 0; i--) {
                    int left = random.nextInt(KEYS);
                    int come = random.nextInt(KEYS);
                    int kind = random.nextInt(4);
                    if (kind < 2) {
                        changes.add(KeyedStore.add(spelled(come, random)));
                        after.merge(come, 1, Integer::sum);
                        collisions.touch(come);
                    } else if (kind == 2) {
                        changes.add(KeyedStore.delete(spelled(left, random)));
                        after.merge(left, -1, Integer::sum);
                        collisions.touch(left);
                    } else {
                        changes.add(KeyedStore.update(spelled(left, random), spelled(come, random)));
                        after.merge(left, -1, Integer::sum);
                        after.merge(come, 1, Integer::sum);
                        collisions.touch(left);
                        collisions.touch(come);
                    }
                }
                Order order = random.nextBoolean() ? Order.AS_LISTED : Order.DELETES_FIRST;
                if (applies(store, order, changes, collisions)) {
                    after.values().removeIf(copies -> copies <= 0);
                    model = after;
                }
                if (random.nextInt(3) == 0) {
                    store.write();
                    assertThat(numbered(store.rows())).isEqualTo(model);
                }
            }
        }
    }

    @Property(tries = 200)
    void rowsByColumns_areAMap(@ForAll long seed, @ForAll @IntRange(min = 1, max = 64) int hashBits) {
        Random random = new Random(seed);
        ToLongFunction<byte[]> hash = weakened(hashBits);
        RowIdentity identity = new ByColumns(List.of("k"));
        Map<Integer, String> model = new TreeMap<>();
        try (KeyedStore store = new KeyedStore(identity, hash)) {
            for (int emission = 0; emission < 40; emission++) {
                List<RowChange> changes = new ArrayList<>();
                Map<Integer, String> after = new TreeMap<>(model);
                Collisions collisions = new Collisions(
                        model.keySet(),
                        k -> RowKey.of(KeyedStore.json("{\"k\":" + k + "}"), identity, hash)
                                .signature());
                for (int i = random.nextInt(5); i >= 0; i--) {
                    int k = random.nextInt(KEYS);
                    int moved = random.nextInt(KEYS);
                    String before = after.getOrDefault(k, row(k, random));
                    String row = row(moved, random);
                    int kind = random.nextInt(4);
                    if (kind == 0) {
                        changes.add(KeyedStore.add(row));
                    } else if (kind == 1) {
                        changes.add(KeyedStore.delete(before));
                    } else if (!after.containsKey(moved) || moved == k) {
                        changes.add(KeyedStore.update(before, row));
                    } else {
                        continue;
                    }
                    if (kind != 0) {
                        after.remove(k);
                        collisions.touch(k);
                    }
                    if (kind != 1) {
                        after.put(moved, row);
                        collisions.touch(moved);
                    }
                }
                if (applies(store, Order.AS_LISTED, changes, collisions)) {
                    model = after;
                }
                if (random.nextInt(3) == 0) {
                    store.write();
                    assertThat(store.rows().keySet()).containsExactlyInAnyOrderElementsOf(model.values());
                }
            }
        }
    }

    /** Emits, and holds the store to failing exactly where two keys meet. */
    private static boolean applies(KeyedStore store, Order order, List<RowChange> changes, Collisions collisions) {
        try {
            store.emit(order, changes);
            assertThat(collisions.found).isFalse();
            return true;
        } catch (KeyCollisionException e) {
            assertThat(collisions.found).as(e.getMessage()).isTrue();
            return false;
        }
    }

    /** Who owns which signature: the key that is stored, else the first that is touched. */
    private static final class Collisions {

        private final Map<Long, Integer> owners = new HashMap<>();
        private final ToLongFunction<Integer> signature;
        private boolean found;

        Collisions(Iterable<Integer> stored, ToLongFunction<Integer> signature) {
            this.signature = signature;
            stored.forEach(this::touch);
        }

        void touch(int key) {
            Integer owner = owners.putIfAbsent(signature.applyAsLong(key), key);
            found |= owner != null && owner != key;
        }
    }

    private static ToLongFunction<byte[]> weakened(int bits) {
        return key -> RowKey.XXH3.applyAsLong(key) >>> (64 - bits);
    }

    private static String fullRow(int number) {
        return "{\"a\":" + number + ",\"b\":[true]}";
    }

    /** The same row in one of several spellings. */
    private static String spelled(int number, Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> fullRow(number);
            case 1 -> "{\"b\": [true], \"a\":" + number + ".0}";
            default -> "{\"\\u0061\":" + 10 * number + "e-1,\"b\":[true]}";
        };
    }

    private static Map<Integer, Integer> numbered(Map<String, Integer> rows) {
        Map<Integer, Integer> numbered = new TreeMap<>();
        rows.forEach((row, copies) -> numbered.merge(
                (int) Double.parseDouble(KeyedStore.json(row).members().get("a").text()), copies, Integer::sum));
        return numbered;
    }

    private static String row(int key, Random random) {
        return "{\"k\":" + key + ",\"v\":" + random.nextInt(1_000_000) + "}";
    }
}
