package io.afterimage.mirror.jdbc;

import io.afterimage.RefusedException;
import io.afterimage.mirror.MirrorStore;
import io.afterimage.mirror.Provenance;
import io.afterimage.mirror.source.SourceTime;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Says what a {@link JdbcSource} reads. Names of tables and columns are quoted: they are written exactly as the database
 * stores them. Not thread-safe; one thread at a time.
 */
public final class JdbcSourceBuilder {

    private static final int MAX_NAME_CHARS = 128;

    private final String id;
    private final String resource;
    private final DataSource dataSource;
    private final List<String> table;

    private List<String> key = List.of();
    private List<String> payload = List.of();
    private @Nullable String version;
    private @Nullable String occurredAt;
    private @Nullable String deleted;
    private @Nullable Overlap overlap;
    private @Nullable MirrorStore mirror;
    private @Nullable Duration probeEvery;
    private double confidence = Provenance.FULL_CONFIDENCE;
    private int rowsPerPull = 500;
    private Duration queryTimeout = Duration.ofSeconds(60);
    private ZoneId zone = ZoneOffset.UTC;
    private SourceTime time = SourceTime.system();

    JdbcSourceBuilder(String id, String resource, DataSource dataSource, List<String> table) {
        this.id = Provenance.of(id).source();
        this.resource = Objects.requireNonNull(resource, "resource");
        this.dataSource = Objects.requireNonNull(dataSource, "dataSource");
        this.table = checked("table", table);
    }

    /**
     * Which columns tell rows apart. One gives its text as record id, several give a JSON array such as {@code [1,"a"]}.
     *
     * @param columns one or more columns of numbers, text or UUIDs, unique together and never null
     * @return this
     */
    public JdbcSourceBuilder key(String... columns) {
        key = checked("key", List.of(columns));
        return this;
    }

    /**
     * Which column grows with every change of a row. Without one the whole table is read in each round, and compared with
     * the mirror.
     *
     * @param column a column of numbers, text or moments, never null
     * @return this
     */
    public JdbcSourceBuilder version(String column) {
        version = checked(column);
        return this;
    }

    /**
     * Which column says when a row was changed. Without one it is when it was pulled.
     *
     * @param column a column of timestamps, dates or text such as {@code 2026-01-31 12:00:00}
     * @return this
     */
    public JdbcSourceBuilder occurredAt(String column) {
        occurredAt = checked(column);
        return this;
    }

    /**
     * Which column says that a row is deleted: by anything but null, false, 0 or an empty text.
     *
     * @param column the column
     * @return this
     */
    public JdbcSourceBuilder deleted(String column) {
        deleted = checked(column);
        return this;
    }

    /**
     * Which columns make up the payload. Default: all of the table.
     *
     * @param columns one or more columns
     * @return this
     */
    public JdbcSourceBuilder columns(String... columns) {
        payload = checked("columns", List.of(columns));
        return this;
    }

    /**
     * Begins each round so much before the last position, to find rows that were committed late. What the mirror has already
     * is left out, so it must be named too.
     *
     * @param time how long a transaction may take from choosing its value to its commit (0 or more)
     * @return this
     */
    public JdbcSourceBuilder overlap(Duration time) {
        require(!time.isNegative(), "an overlap of 0 or more", time);
        overlap = new Overlap(null, time);
        return this;
    }

    /**
     * Begins each round so much before the last position, to find rows that were committed late. What the mirror has already
     * is left out, so it must be named too.
     *
     * @param amount how many values may be handed out before an earlier one is committed (0 or more)
     * @return this
     */
    public JdbcSourceBuilder overlap(long amount) {
        require(amount >= 0, "an overlap of 0 or more", amount);
        overlap = new Overlap(BigDecimal.valueOf(amount), null);
        return this;
    }

    /**
     * What rows are compared with: the mirror their deltas are applied to.
     *
     * @param mirror the mirror
     * @return this
     */
    public JdbcSourceBuilder comparedWith(MirrorStore mirror) {
        this.mirror = mirror;
        return this;
    }

    /**
     * Deletes records of this source whose rows are gone, after each round.
     *
     * @return this
     */
    public JdbcSourceBuilder deletingVanished() {
        return deletingVanishedEvery(Duration.ZERO);
    }

    /**
     * Deletes records of this source whose rows are gone, after a round, but not more often than this.
     *
     * @param pause how long the search rests (0 or more)
     * @return this
     */
    public JdbcSourceBuilder deletingVanishedEvery(Duration pause) {
        require(!pause.isNegative(), "a pause of 0 or more", pause);
        probeEvery = pause;
        return this;
    }

    /**
     * How far its deltas are trusted. Default: fully.
     *
     * @param confidence from 0 to 1
     * @return this
     */
    public JdbcSourceBuilder confidence(double confidence) {
        this.confidence = confidence;
        return this;
    }

    /**
     * How many rows a pull reads. Default: 500.
     *
     * @param rows how many (1 to 100,000)
     * @return this
     */
    public JdbcSourceBuilder rowsPerPull(int rows) {
        require(rows >= 1 && rows <= 100_000, "1 to 100,000 rows per pull", rows);
        rowsPerPull = rows;
        return this;
    }

    /**
     * How long a query may take. Default: 60 seconds.
     *
     * @param timeout the time (a second or more)
     * @return this
     */
    public JdbcSourceBuilder queryTimeout(Duration timeout) {
        require(timeout.compareTo(Duration.ofSeconds(1)) >= 0, "a timeout of a second or more", timeout);
        queryTimeout = timeout;
        return this;
    }

    /**
     * Where timestamps without a zone are meant. Default: UTC.
     *
     * @param zone the zone
     * @return this
     */
    public JdbcSourceBuilder zone(ZoneId zone) {
        this.zone = zone;
        return this;
    }

    /**
     * What time it is. Default: the machine's.
     *
     * @param time the time
     * @return this
     */
    public JdbcSourceBuilder time(SourceTime time) {
        this.time = time;
        return this;
    }

    /**
     * Builds the source. Nothing is asked yet.
     *
     * @return the source
     * @throws RefusedException if what was said does not fit together
     */
    public JdbcSource build() {
        require(!key.isEmpty(), "a key", "none");
        require(version != null || overlap == null, "a version where there is an overlap", "none");
        boolean compares = version == null || overlap != null || probeEvery != null;
        require(!compares || mirror != null, "the mirror (comparedWith), to leave out what it has", "none");
        return new JdbcSource(
                new JdbcReading(
                        resource,
                        new Provenance(id, confidence),
                        table,
                        key,
                        version,
                        occurredAt,
                        deleted,
                        payload,
                        overlap,
                        rowsPerPull,
                        queryTimeout,
                        new Columns(zone),
                        mirror,
                        probeEvery,
                        time),
                dataSource);
    }

    private List<String> checked(String what, List<String> names) {
        require(!names.isEmpty(), "one or more names for " + what, "none");
        names.forEach(this::checked);
        return names;
    }

    private String checked(String name) {
        boolean printable = name.chars().noneMatch(Character::isISOControl);
        require(
                !name.isEmpty() && name.length() <= MAX_NAME_CHARS && printable,
                "a name of 1 to " + MAX_NAME_CHARS + " printable characters",
                printable ? name : "control characters");
        return name;
    }

    private void require(boolean fits, String expected, Object found) {
        if (!fits) {
            throw new RefusedException("The source's settings do not fit together. Source: " + id + ". Expected: "
                    + expected + ". Found: " + found + ".");
        }
    }
}
