package io.afterimage.drasi;

import io.afterimage.LiveResultsStore;
import io.afterimage.Snapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A query that lives at random and remembers everything: its emissions, and its rows after each. */
final class ModelQuery {

    private static final int KEYS = 6;
    private static final int VALUES = 4;

    private final Random random;
    private final Kind kind;
    private final boolean noops;
    private final boolean equalDiffs;
    private final List<String> rows = new ArrayList<>();
    private final List<Map<String, Integer>> rowsAt = new ArrayList<>(List.of(Map.of()));
    private final List<List<RowChange>> emissions = new ArrayList<>(List.of(List.of()));
    private final List<Integer> counts = new ArrayList<>(List.of(0));

    /** How its rows are told apart. */
    enum Kind {
        SIGNATURE,
        COLUMNS,
        FULL_ROW;

        IdentityRule rule() {
            return switch (this) {
                case SIGNATURE -> IdentityRule.asItComes();
                case COLUMNS -> IdentityRule.always(new RowIdentity.ByColumns(List.of("k")));
                case FULL_ROW -> IdentityRule.always(RowIdentity.ByFullRow.BY_FULL_ROW);
            };
        }
    }

    ModelQuery(Random random, Kind kind, boolean noops, boolean equalDiffs) {
        this.random = random;
        this.kind = kind;
        this.noops = noops;
        this.equalDiffs = equalDiffs;
    }

    /** Lives for some emissions; the last one is a single diff, so that nothing before it can be incomplete. */
    void live(int length) {
        for (int i = 1; i < length; i++) {
            emit(1 + random.nextInt(5));
        }
        emit(1);
    }

    private void emit(int most) {
        List<RowChange> changes = new ArrayList<>();
        List<ContentHash> seen = new ArrayList<>();
        for (int i = 0; i < most; i++) {
            List<String> before = List.copyOf(rows);
            RowChange change = change();
            if (!equalDiffs && seen.contains(ContentHash.of(change))) {
                rows.clear();
                rows.addAll(before);
            } else {
                seen.add(ContentHash.of(change));
                changes.add(change);
            }
        }
        boolean last = most == 1;
        emissions.add(changes);
        counts.add(changes.size() + (noops && !last ? random.nextInt(2) : 0));
        Map<String, Integer> now = new TreeMap<>();
        rows.forEach(row -> now.merge(canonical(Sent.json(row)), 1, Integer::sum));
        rowsAt.add(now);
    }

    private RowChange change() {
        String fresh = row();
        Optional<String> holder = kind == Kind.FULL_ROW ? Optional.empty() : holder(fresh);
        int choice = rows.isEmpty() ? 0 : random.nextInt(3);
        if (choice == 0 && holder.isEmpty()) {
            rows.add(fresh);
            return put(null, fresh);
        }
        String known = choice == 0 ? holder.orElse(fresh) : rows.get(random.nextInt(rows.size()));
        rows.remove(known);
        if (choice == 1) {
            return new RowChange.Remove(Sent.json(known), hint(known));
        }
        String other = row();
        boolean stays =
                kind == Kind.SIGNATURE || (kind == Kind.COLUMNS && holder(other).isPresent());
        String after = stays ? row(key(known)) : other;
        rows.add(after);
        return put(known, after);
    }

    private RowChange put(@Nullable String before, String after) {
        return new RowChange.Put(before == null ? null : Sent.json(before), Sent.json(after), hint(after));
    }

    private RowChange.Hint hint(String row) {
        return kind == Kind.SIGNATURE ? new RowChange.Hint(Long.valueOf(key(row)), null) : RowChange.Hint.NONE;
    }

    private Optional<String> holder(String row) {
        return rows.stream().filter(other -> key(other).equals(key(row))).findFirst();
    }

    private String row() {
        return row(String.valueOf(1 + random.nextInt(KEYS)));
    }

    private String row(String key) {
        String value = String.valueOf(random.nextInt(VALUES));
        return kind == Kind.FULL_ROW ? "{\"v\":" + value + "}" : "{\"k\":" + key + ",\"v\":" + value + "}";
    }

    private static String key(String row) {
        RawJson key = Sent.json(row).members().get("k");
        return key == null ? row : key.text();
    }

    int length() {
        return emissions.size() - 1;
    }

    List<RowChange> emission(long sequence) {
        return emissions.get((int) sequence);
    }

    int count(long sequence) {
        return counts.get((int) sequence);
    }

    /** How often each row is there after an emission. */
    Map<String, Integer> rowsAt(long sequence) {
        return rowsAt.get((int) sequence);
    }

    static String canonical(RawJson row) {
        return HexFormat.of().formatHex(KeyEncoding.ofFullRow(row));
    }

    /** How often each row is stored. */
    static Map<String, Integer> stored(LiveResultsStore store, String query) {
        Map<String, Integer> rows = new HashMap<>();
        try (Snapshot snapshot = store.readSnapshot(query)) {
            snapshot.toList().forEach(row -> {
                DrasiRow read = DrasiRow.read(query, row.rowSignature(), row.data());
                rows.merge(canonical(RawJson.parse(read.json())), read.copies(), Integer::sum);
            });
        }
        return new TreeMap<>(rows);
    }
}
