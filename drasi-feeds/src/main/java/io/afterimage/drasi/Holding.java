package io.afterimage.drasi;

import io.afterimage.drasi.Delivery.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What one query holds beyond its head, by sequence: in memory as it is in the store, once what {@link HeldRows} collects is
 * written. Not thread-safe; one thread at a time.
 */
final class Holding {

    private final HeldRows rows;
    private final FeedParts feed;
    private final NavigableMap<Long, Held> bySequence = new TreeMap<>();
    private long generation;
    private long parts;
    private long bytes;

    Holding(HeldRows rows, FeedParts feed) {
        this.rows = rows;
        this.feed = feed;
    }

    /** What became of a slice. */
    enum Taken {
        /** It is held. */
        HELD,
        /** All of it was held before. */
        REPEATED,
        /** It cannot belong to the emission that is held under its number. */
        CONTRADICTORY,
        /** There is no room for it. */
        NO_ROOM
    }

    /** Reads what is held of a life beyond its head; anything older is to be removed with the next write. */
    void load(long life, long head) {
        clear();
        generation = life;
        List<HeldRows.Stored> slice = new ArrayList<>();
        for (HeldRows.Stored stored : rows.load()) {
            HeldRow row = stored.row();
            if (row.generation() > life) {
                count(1, stored.bytes()); // waits for a life that has not begun
            } else if (row.generation() < life || row.delivery().sequence() <= head) {
                rows.remove(stored.rowSignature());
            } else {
                if (!slice.isEmpty() && slice.get(0).row().slice() != row.slice()) {
                    restore(slice);
                    slice.clear();
                }
                slice.add(stored);
            }
        }
        restore(slice);
    }

    private void restore(List<HeldRows.Stored> slice) {
        if (slice.isEmpty()) {
            return;
        }
        Delivery first = slice.get(0).row().delivery();
        Held held = bySequence.computeIfAbsent(
                first.sequence(),
                sequence -> first instanceof Part ? new HeldParts(feed.now()) : new HeldWhole(first, feed.now()));
        if (held instanceof HeldParts parts) {
            parts.add(
                    slice.stream().map(stored -> (Part) stored.row().delivery()).toList());
        }
        for (HeldRows.Stored stored : slice) {
            held.stored(stored.rowSignature(), stored.bytes());
            count(1, stored.bytes());
        }
    }

    /** Takes a slice of parts of one emission. */
    Taken take(List<Part> slice, boolean next) {
        Held known = arrived(slice.get(0).sequence());
        if (known instanceof HeldWhole whole) {
            EmissionContent content =
                    EmissionContent.of(slice.stream().map(Part::change).toList());
            return whole.content().includes(content) ? Taken.REPEATED : Taken.CONTRADICTORY;
        }
        List<byte[]> encoded = encoded(slice);
        if (!hasRoom(encoded, next)) {
            return Taken.NO_ROOM;
        }
        HeldParts held = known instanceof HeldParts before ? before : new HeldParts(feed.now());
        switch (held.add(slice)) {
            case REPEATED -> {
                return Taken.REPEATED;
            }
            case CONTRADICTORY -> {
                return Taken.CONTRADICTORY;
            }
            default -> {
                keep(held, encoded);
                return Taken.HELD;
            }
        }
    }

    /** Takes a whole emission or a control event. */
    Taken take(Delivery delivery, boolean next) {
        Held known = arrived(delivery.sequence());
        if (known != null) {
            return known instanceof HeldWhole whole && whole.content().equals(HeldWhole.contentOf(delivery))
                    ? Taken.REPEATED
                    : Taken.CONTRADICTORY;
        }
        List<byte[]> encoded = encoded(List.of(delivery));
        if (!hasRoom(encoded, next)) {
            return Taken.NO_ROOM;
        }
        keep(new HeldWhole(delivery, feed.now()), encoded);
        return Taken.HELD;
    }

    private @Nullable Held arrived(long sequence) {
        Held known = bySequence.get(sequence);
        if (known != null) {
            known.arrived(feed.now());
        }
        return known;
    }

    private List<byte[]> encoded(List<? extends Delivery> slice) {
        long begin = rows.nextRow();
        List<byte[]> encoded = new ArrayList<>(slice.size());
        slice.forEach(delivery -> encoded.add(new HeldRow(generation, begin, delivery).encode()));
        return encoded;
    }

    private void keep(Held held, List<byte[]> encoded) {
        bySequence.put(held.sequence(), held);
        for (byte[] row : encoded) {
            held.stored(rows.add(row), row.length);
            count(1, row.length);
        }
    }

    /** The next emission may take all the room, later ones half of it, so that they never keep it out. */
    private boolean hasRoom(List<byte[]> encoded, boolean next) {
        long moreBytes = encoded.stream().mapToLong(row -> row.length).sum();
        int share = next ? 1 : 2;
        FeedLimits limits = feed.limits();
        HeldLoad load = feed.load();
        return fits(parts + encoded.size(), limits.maxQueryParts() / share)
                && fits(bytes + moreBytes, limits.maxQueryBytes() / share)
                && fits(load.parts() + encoded.size(), limits.maxParts() / share)
                && fits(load.bytes() + moreBytes, limits.maxBytes() / share);
    }

    private static boolean fits(long amount, long limit) {
        return amount <= limit;
    }

    private void count(long moreParts, long moreBytes) {
        parts += moreParts;
        bytes += moreBytes;
        feed.load().add(moreParts, moreBytes);
    }

    /** What is held of the lowest number; null if nothing is. */
    @Nullable
    Held first() {
        Map.Entry<Long, Held> first = bySequence.firstEntry();
        return first == null ? null : first.getValue();
    }

    /** What is held of the lowest number above another; null if nothing is. */
    @Nullable
    Held firstAbove(long sequence) {
        Map.Entry<Long, Held> later = bySequence.higherEntry(sequence);
        return later == null ? null : later.getValue();
    }

    /** Takes away what is held of a number. */
    void remove(long sequence) {
        Held held = bySequence.remove(sequence);
        if (held != null) {
            held.rows().forEach(rows::remove);
            count(-held.rows().size(), -held.bytes());
        }
    }

    /** Keeps some of it, one by one, for the next life, whatever becomes of this one. */
    void keepForNextLife(Predicate<Delivery> belongs) {
        for (Held held : List.copyOf(bySequence.values())) {
            if (held instanceof HeldWhole && belongs.test(held.first())) {
                rows.add(new HeldRow(generation + 1, rows.nextRow(), held.first()).encode());
            }
        }
    }

    private void clear() {
        count(-parts, -bytes);
        bySequence.clear();
    }

    /** The life of the query that it belongs to. */
    long generation() {
        return generation;
    }

    long parts() {
        return parts;
    }

    long bytes() {
        return bytes;
    }
}
