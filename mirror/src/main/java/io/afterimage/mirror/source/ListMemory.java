package io.afterimage.mirror.source;

import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Which ids the passes of one round have shown. Not thread-safe; one thread at a time. */
final class ListMemory {

    /*
     * The memory lives in this process only; the cursor names it. A cursor that names another memory, because the process was
     * killed or another cursor was stored, belongs to a pass of which this memory knows a part at most: that pass goes on, so
     * that what it brings is not delayed, but it deletes nothing, and a whole pass follows it at once.
     */

    private final SeenIds ids;
    private final String owner = Long.toHexString(ThreadLocalRandom.current().nextLong());

    private long states;
    private @Nullable String current;
    private @Nullable String before;

    ListMemory(int maxIds) {
        ids = new SeenIds(maxIds);
    }

    /** Forgets everything; a round begins. */
    void begin() {
        ids.clear();
        current = null;
        before = null;
    }

    /**
     * Whether it knows all that the passes up to a cursor have shown. A page that is pulled again, because what it gave was
     * not applied, may be known already.
     */
    boolean knows(@Nullable String name) {
        return name != null && (name.equals(current) || name.equals(before));
    }

    /** Remembers an id; false if there is no room for it. */
    boolean add(String id) {
        return ids.add(id);
    }

    /** The name of what it knows now. */
    String name() {
        before = current;
        states++;
        current = owner + "." + states;
        return Objects.requireNonNull(current);
    }

    boolean contains(String id) {
        return ids.contains(id);
    }
}
