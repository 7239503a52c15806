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
    private static final RowIdentity BY_K = new ByColumns(List.of("k"));

    @Property(tries = 100)
    void fullRows_areAMultiset(@ForAll long seed, @ForAll @IntRange(min = 1, max = 64) int hashBits) {
        Random random = new Random(seed);
        ToLongFunction<byte[]> hash = weakened(hashBits);
        Map<Integer, Integer> model = new TreeMap<>();
        try (KeyedStore store = new KeyedStore(ByFullRow.BY_FULL_ROW, hash)) {
            for (int emission = 0; emission < 40; emission++) {
                Map<Integer, Integer> after = new TreeMap<>(model);
                Collisions collisions =
                        new Collisions(model.keySet(), row -> signature(fullRow(row), ByFullRow.BY_FULL_ROW, hash));
                List<RowChange> changes = changesOfFullRows(random, after, collisions);
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

    /** Makes changes, and does the same to a multiset of rows. */
    private static List<RowChange> changesOfFullRows(Random random, Map<Integer, Integer> rows, Collisions collisions) {
        List<RowChange> changes = new ArrayList<>();
        for (int i = random.nextInt(5); i >= 0; i--) {
            int left = random.nextInt(KEYS);
            int come = random.nextInt(KEYS);
            Kind kind = Kind.any(random);
            changes.add(kind.change(spelled(left, random), spelled(come, random)));
            if (kind.leaves) {
                rows.merge(left, -1, Integer::sum);
                collisions.touch(left);
            }
            if (kind.comes) {
                rows.merge(come, 1, Integer::sum);
                collisions.touch(come);
            }
        }
        return changes;
    }

    @Property(tries = 100)
    void rowsByColumns_areAMap(@ForAll long seed, @ForAll @IntRange(min = 1, max = 64) int hashBits) {
        Random random = new Random(seed);
        ToLongFunction<byte[]> hash = weakened(hashBits);
        Map<Integer, String> model = new TreeMap<>();
        try (KeyedStore store = new KeyedStore(BY_K, hash)) {
            for (int emission = 0; emission < 40; emission++) {
                Map<Integer, String> after = new TreeMap<>(model);
                Collisions collisions = new Collisions(model.keySet(), k -> signature("{\"k\":" + k + "}", BY_K, hash));
                List<RowChange> changes = changesByColumns(random, after, collisions);
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

    /** Makes changes, and does the same to a map of rows. A row moves to a free key only. */
    private static List<RowChange> changesByColumns(Random random, Map<Integer, String> rows, Collisions collisions) {
        List<RowChange> changes = new ArrayList<>();
        for (int i = random.nextInt(5); i >= 0; i--) {
            int left = random.nextInt(KEYS);
            Kind kind = Kind.any(random);
            int drawn = random.nextInt(KEYS);
            int come = kind.leaves && rows.containsKey(drawn) ? left : drawn;
            String row = row(come, random);
            changes.add(kind.change(rows.getOrDefault(left, row(left, random)), row));
            if (kind.leaves) {
                rows.remove(left);
                collisions.touch(left);
            }
            if (kind.comes) {
                rows.put(come, row);
                collisions.touch(come);
            }
        }
        return changes;
    }

    /** What a change does. */
    private enum Kind {
        ADD(false, true),
        DELETE(true, false),
        UPDATE(true, true);

        private final boolean leaves;
        private final boolean comes;

        Kind(boolean leaves, boolean comes) {
            this.leaves = leaves;
            this.comes = comes;
        }

        static Kind any(Random random) {
            return values()[random.nextInt(values().length)];
        }

        RowChange change(String before, String after) {
            return switch (this) {
                case ADD -> KeyedStore.add(after);
                case DELETE -> KeyedStore.delete(before);
                case UPDATE -> KeyedStore.update(before, after);
            };
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

    private static long signature(String row, RowIdentity identity, ToLongFunction<byte[]> hash) {
        return RowKey.of(KeyedStore.json(row), identity, hash).signature();
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
        rows.forEach((row, copies) -> numbered.merge(number(row), copies, Integer::sum));
        return numbered;
    }

    private static int number(String row) {
        return Fields.of("row", KeyedStore.json(row)).require("a").text().transform(text ->
                (int) Double.parseDouble(text));
    }

    private static String row(int key, Random random) {
        return "{\"k\":" + key + ",\"v\":" + random.nextInt(1_000_000) + "}";
    }
}
