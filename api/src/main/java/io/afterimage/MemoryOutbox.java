package io.afterimage;

import java.util.ArrayList;
import java.util.List;

/** The outbox of one query in memory: a chain of entries without holes, by sequence. Immutable. */
record MemoryOutbox(PersistentLongMap<Slot> slots) {

    static final MemoryOutbox EMPTY = new MemoryOutbox(PersistentLongMap.empty());

    /** One entry and the sequence the query stood at before it, which is the entry before unless sequences jump. */
    record Slot(long previousSequence, byte[] data) {}

    long size() {
        return slots.size();
    }

    MemoryOutbox append(long previousSequence, long sequence, byte[] data) {
        return new MemoryOutbox(slots.put(sequence, new Slot(previousSequence, data.clone())));
    }

    MemoryOutbox trim(Retention retention) {
        PersistentLongMap<Slot> kept = slots;
        while (kept.size() > retention.maxEntries()) {
            PersistentLongMap.Walk<Slot> walk = kept.walk();
            walk.next();
            kept = kept.remove(walk.key());
        }
        return new MemoryOutbox(kept);
    }

    /** Answers {@link LiveResultsStore#outboxAfter}. The order of the questions is part of the contract. */
    OutboxRead after(Position requested, Position head, int maxEntries) {
        if (requested.generation() != head.generation()) {
            return new OutboxRead.OtherGeneration(requested, head);
        }
        if (requested.configHash() != 0 && head.configHash() != 0 && requested.configHash() != head.configHash()) {
            return new OutboxRead.OtherConfig(requested, head);
        }
        if (requested.sequence() > head.sequence()) {
            return new OutboxRead.Ahead(requested, head);
        }
        if (requested.sequence() == head.sequence()) {
            return new OutboxRead.UpToDate(head);
        }
        return reachesBackTo(requested.sequence())
                ? new OutboxRead.Entries(entriesAfter(requested.sequence(), maxEntries), head)
                : gap(requested.sequence(), head);
    }

    /** What contradicts itself in the chain that ends at {@code head}; empty if all is well. */
    List<String> problems(long head) {
        List<String> problems = new ArrayList<>();
        PersistentLongMap.Walk<Slot> walk = slots.walk();
        long before = -1;
        while (walk.next()) {
            if (before >= 0 && walk.value().previousSequence() != before) {
                problems.add("The outbox has a hole. Before entry: " + walk.key() + ". Expected: entry "
                        + walk.value().previousSequence() + ". Found: entry " + before + ".");
            }
            before = walk.key();
        }
        if (before >= 0 && before != head) {
            problems.add("The outbox does not end at the head. Expected: " + head + ". Found: " + before + ".");
        }
        return problems;
    }

    private boolean reachesBackTo(long sequence) {
        PersistentLongMap.Walk<Slot> walk = slots.walk();
        return walk.next() && walk.value().previousSequence() <= sequence;
    }

    private OutboxRead gap(long sequence, Position head) {
        PersistentLongMap.Walk<Slot> walk = slots.walk();
        return walk.next()
                ? new OutboxRead.Gap(sequence, walk.key(), head.sequence(), head)
                : OutboxRead.Gap.withoutEntries(sequence, head);
    }

    private List<OutboxEntry> entriesAfter(long sequence, int maxEntries) {
        List<OutboxEntry> entries = new ArrayList<>();
        PersistentLongMap.Walk<Slot> walk = slots.walk(sequence + 1, Long.MAX_VALUE);
        while (entries.size() < maxEntries && walk.next()) {
            entries.add(new OutboxEntry(walk.key(), walk.value().data().clone()));
        }
        return entries;
    }
}
