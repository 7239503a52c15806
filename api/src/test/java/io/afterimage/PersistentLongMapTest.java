package io.afterimage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Holds the persistent map to {@link TreeMap}. */
class PersistentLongMapTest {

    private static final int MANY = 100_000;

    /** A change: a put, or a remove where there is no value. */
    record Change(long key, Optional<Integer> value) {

        PersistentLongMap<Integer> on(PersistentLongMap<Integer> map) {
            return value.map(put -> map.put(key, put)).orElseGet(() -> map.remove(key));
        }

        void on(TreeMap<Long, Integer> map) {
            value.ifPresentOrElse(put -> map.put(key, put), () -> map.remove(key));
        }
    }

    @Property
    void everyVersion_afterAnyChanges_staysEqualToTheTreeMap(@ForAll("changes") List<Change> changes) {
        PersistentLongMap<Integer> map = PersistentLongMap.empty();
        TreeMap<Long, Integer> model = new TreeMap<>(Long::compareUnsigned);
        List<PersistentLongMap<Integer>> versions = new ArrayList<>();
        List<Map<Long, Integer>> models = new ArrayList<>();
        for (Change change : changes) {
            map = change.on(map);
            change.on(model);
            versions.add(map);
            models.add(new LinkedHashMap<>(model));
        }
        for (int i = 0; i < versions.size(); i++) {
            assertThat(contents(versions.get(i).walk())).containsExactlyEntriesOf(models.get(i));
            assertThat(versions.get(i).size()).isEqualTo(models.get(i).size());
        }
    }

    @Property
    void walk_overAnyRange_yieldsTheSubMap(
            @ForAll("changes") List<Change> changes, @ForAll("keys") long first, @ForAll("keys") long last) {
        PersistentLongMap<Integer> map = PersistentLongMap.empty();
        TreeMap<Long, Integer> model = new TreeMap<>(Long::compareUnsigned);
        for (Change change : changes) {
            map = change.on(map);
            change.on(model);
        }
        Map<Long, Integer> expected =
                Long.compareUnsigned(first, last) > 0 ? Map.of() : model.subMap(first, true, last, true);
        assertThat(contents(map.walk(first, last))).containsExactlyEntriesOf(expected);
    }

    @Property
    void get_ofAnyKey_isThatOfTheTreeMap(@ForAll("changes") List<Change> changes, @ForAll("keys") long key) {
        PersistentLongMap<Integer> map = PersistentLongMap.empty();
        TreeMap<Long, Integer> model = new TreeMap<>(Long::compareUnsigned);
        for (Change change : changes) {
            map = change.on(map);
            change.on(model);
        }
        assertThat(map.get(key)).isEqualTo(Optional.ofNullable(model.get(key)));
    }

    @Example
    void remove_ofAnAbsentKey_isTheSameMap() {
        PersistentLongMap<Integer> map = PersistentLongMap.<Integer>empty().put(1, 1);
        assertThat(map.remove(2)).isSameAs(map);
    }

    @Example
    void manyKeys_inAscendingOrder_staySortedAndCounted() {
        PersistentLongMap<Integer> map = PersistentLongMap.empty();
        for (int key = 0; key < MANY; key++) {
            map = map.put(key, key);
        }
        assertThat(map.size()).isEqualTo(MANY);
        PersistentLongMap.Walk<Integer> walk = map.walk();
        for (int key = 0; key < MANY; key++) {
            assertThat(walk.next()).isTrue();
            assertThat(walk.key()).isEqualTo(key);
        }
        assertThat(walk.next()).isFalse();
    }

    @Example
    void walk_beforeTheFirstAndAfterTheLast_hasNoCurrentEntry() {
        PersistentLongMap.Walk<Integer> walk =
                PersistentLongMap.<Integer>empty().put(1, 1).walk();
        assertThatIllegalStateException().isThrownBy(walk::key);
        assertThat(walk.next()).isTrue();
        assertThat(walk.value()).isEqualTo(1);
        assertThat(walk.next()).isFalse();
        assertThat(walk.next()).isFalse();
        assertThatIllegalStateException().isThrownBy(walk::value);
    }

    @Provide
    Arbitrary<Long> keys() {
        return Arbitraries.oneOf(
                Arbitraries.longs(),
                Arbitraries.longs().between(-8, 8),
                Arbitraries.longs().between(Long.MAX_VALUE - 3, Long.MAX_VALUE));
    }

    @Provide
    Arbitrary<List<Change>> changes() {
        Arbitrary<Optional<Integer>> values = Arbitraries.integers().optional(0.7);
        return Combinators.combine(keys(), values).as(Change::new).list().ofMaxSize(60);
    }

    private static Map<Long, Integer> contents(PersistentLongMap.Walk<Integer> walk) {
        Map<Long, Integer> contents = new LinkedHashMap<>();
        while (walk.next()) {
            contents.put(walk.key(), walk.value());
        }
        return contents;
    }
}
