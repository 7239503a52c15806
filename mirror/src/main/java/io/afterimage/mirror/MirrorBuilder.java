package io.afterimage.mirror;

import io.afterimage.LiveResultsStore;
import io.afterimage.RefusedException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;

/** How a mirror is to be opened. Not thread-safe; one thread at a time. */
public final class MirrorBuilder {

    /** How long tombstones are kept unless told otherwise. */
    public static final Duration DEFAULT_TOMBSTONES = Duration.ofDays(30);

    /** How much heap the record cache takes unless told otherwise. */
    public static final long DEFAULT_CACHE_BYTES = 16L << 20;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final LiveResultsStore store;
    private final Map<String, ConflictStrategy> strategies = new HashMap<>();
    private ConflictStrategy strategy = ConflictStrategies.lastWriteWins();
    private Duration tombstones = DEFAULT_TOMBSTONES;
    private EventRetention retention = EventRetention.DEFAULT;
    private long cacheBytes = DEFAULT_CACHE_BYTES;
    private List<Migration> migrations = List.of();
    private Clock clock = Clock.systemUTC();
    private Signatures signatures = Signatures.XXH3;
    private LongSupplier newLife = MirrorBuilder::randomLife;
    private boolean readOnly;

    MirrorBuilder(LiveResultsStore store) {
        this.store = Objects.requireNonNull(store, "store");
    }

    private static long randomLife() {
        return RANDOM.nextLong() | 1; // 0 would be no identity
    }

    /**
     * Decides conflicts of all resources that have no strategy of their own; last write wins unless told otherwise.
     *
     * @param forAll the strategy
     * @return this builder
     */
    public MirrorBuilder strategy(ConflictStrategy forAll) {
        strategy = Objects.requireNonNull(forAll, "forAll");
        return this;
    }

    /**
     * Decides conflicts of one resource.
     *
     * @param resource the resource
     * @param forResource the strategy
     * @return this builder
     */
    public MirrorBuilder strategy(String resource, ConflictStrategy forResource) {
        strategies.put(Limits.checkResource(resource), Objects.requireNonNull(forResource, "forResource"));
        return this;
    }

    /**
     * Keeps tombstones of deleted records for a time, {@link #DEFAULT_TOMBSTONES} unless told otherwise. As long as there
     * is one, an older upsert does not bring the record back, and a newer one goes on from its version. Afterwards the
     * record is as if it had never been: whatever comes is version 1.
     *
     * @param keptFor how long; zero keeps none
     * @return this builder
     */
    public MirrorBuilder tombstones(Duration keptFor) {
        if (keptFor.isNegative() || keptFor.compareTo(Limits.LONGEST) > 0) {
            throw new RefusedException("Tombstones cannot be kept for that time. Expected: 0 to "
                    + Limits.LONGEST.toDays() + " days. Found: " + keptFor + ".");
        }
        tombstones = keptFor;
        return this;
    }

    /**
     * Keeps the newest events, as long as they are young enough: 100,000 of the last 30 days unless told otherwise.
     * Events are dropped by whole entries of the log, of up to 500 events, with the batches that come after.
     *
     * @param maxEvents how many of the newest (1 or more)
     * @param maxAge how old at most (more than zero, up to 365,000 days)
     * @return this builder
     */
    public MirrorBuilder eventRetention(long maxEvents, Duration maxAge) {
        retention = new EventRetention(maxEvents, maxAge);
        return this;
    }

    /**
     * Bounds the cache in front of the reads that conflicts need, {@link #DEFAULT_CACHE_BYTES} unless told otherwise.
     *
     * @param maxBytes heap that the cache may take; 0 = no cache
     * @return this builder
     */
    public MirrorBuilder cache(long maxBytes) {
        if (maxBytes < 0) {
            throw new RefusedException(
                    "The cache's size is negative. Expected: 0 or more bytes. Found: " + maxBytes + ".");
        }
        cacheBytes = maxBytes;
        return this;
    }

    /**
     * The migrations of this mirror, all that there ever were, in any order.
     *
     * @param all the migrations
     * @return this builder
     */
    public MirrorBuilder migrations(List<Migration> all) {
        migrations = List.copyOf(all);
        return this;
    }

    /**
     * The mirror's clock: it says when deltas were applied, and how old tombstones and events are.
     *
     * @param ownClock the clock
     * @return this builder
     */
    public MirrorBuilder clock(Clock ownClock) {
        clock = Objects.requireNonNull(ownClock, "ownClock");
        return this;
    }

    /**
     * Opens the mirror for reading only, for example on a store that is read-only beside its writer: nothing is written,
     * and migrations are neither applied nor compared.
     *
     * @return this builder
     */
    public MirrorBuilder readOnly() {
        readOnly = true;
        return this;
    }

    /** For tests: other signatures, such as ones that collide. */
    MirrorBuilder signatures(Signatures others) {
        signatures = others;
        return this;
    }

    /** For tests: lives that can be foreseen. */
    MirrorBuilder lives(LongSupplier lives) {
        newLife = lives;
        return this;
    }

    private MirrorSettings settings() {
        return new MirrorSettings(
                strategy,
                Map.copyOf(strategies),
                tombstones,
                retention,
                cacheBytes,
                clock,
                signatures,
                newLife,
                readOnly);
    }

    /**
     * Opens the mirror, making a new one where there is none, and applies the migrations that are due, each atomically.
     *
     * @return the mirror, to be closed by the caller before the store is
     * @throws MigrationMismatchException if the migrations are not those of the mirror; nothing is written
     * @throws MigrationFailedException if a migration failed; it left nothing, earlier ones are applied
     */
    public MirrorStore open() {
        MirrorStore mirror = new MirrorStore(store, settings());
        return readOnly ? mirror : migrated(mirror);
    }

    private MirrorStore migrated(MirrorStore mirror) {
        mirror.lane().start();
        new Migrations(store, migrations).run(mirror.lane(), mirror.reader());
        return mirror;
    }

    /**
     * Opens a mirror in an empty store and brings it to where another one stands, by folding that one's event log: what
     * was decided there is repeated, not decided again. Records, versions, tombstones, cursors, migrations and the events
     * themselves are then the same, as far as this mirror's own retention keeps them.
     *
     * @param original the mirror whose log is folded; nothing is written to it
     * @return the mirror, to be closed by the caller
     * @throws RefusedException if this store holds a mirror, or the log does not reach back to the beginning
     */
    public MirrorStore openAsRebuildOf(MirrorStore original) {
        return migrated(new MirrorRebuild(original, openEmpty(0)).run());
    }

    /**
     * The same from a start state on, for a log that does not reach back to the beginning. If it fails, what is left in
     * this store is of no use.
     *
     * @param start what the mirror held once; its head must not be older than the log
     * @param original the mirror whose log is folded from there on
     * @return the mirror, to be closed by the caller
     * @throws RefusedException if this store holds a mirror, or the log does not reach back to the start state
     */
    public MirrorStore openAsRebuildOf(MirrorExport start, MirrorStore original) {
        MirrorRebuild rebuild = new MirrorRebuild(original, openEmpty(start.head()));
        rebuild.startFrom(start);
        return migrated(rebuild.run());
    }

    private MirrorStore openEmpty(long head) {
        if (readOnly || store.position(MirrorQueries.LOG).generation() != 0) {
            throw new RefusedException("A rebuild needs an empty store that it may write. Found: "
                    + (readOnly ? "a mirror opened read-only" : "a mirror") + ". Next: take another store.");
        }
        store.reset(MirrorQueries.LOG, newLife.getAsLong(), head);
        return new MirrorStore(store, settings());
    }
}
