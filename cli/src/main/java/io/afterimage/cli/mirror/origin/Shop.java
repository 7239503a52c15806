package io.afterimage.cli.mirror.origin;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The shop's life: invoices are written and cancelled, prices rise, customers move, albums and artists are renamed and added.
 * What happens follows from the seed alone; the changes are numbered, and the rows that the shop was opened with are the first
 * of them. Keys are never used again.
 */
final class Shop {

    private static final List<String> CITIES =
            List.of("Aarhus", "Bergen", "Cuenca", "Dakar", "Espoo", "Fukuoka", "Ghent");

    private final Chinook database;
    private final SplittableRandom random;
    private final List<Change> changes = new ArrayList<>();
    private final Map<Table, NavigableMap<Integer, Change>> rows = new EnumMap<>(Table.class);
    private final Map<Table, Integer> lastKeys = new EnumMap<>(Table.class);

    Shop(Chinook database, long seed) {
        this.database = database;
        random = new SplittableRandom(seed);
        for (Table table : Table.values()) {
            rows.put(table, new TreeMap<>());
            database.rows(table)
                    .forEach(row -> record(table, row.get(table.key()).asInt(), row));
        }
    }

    /** How many changes there have been; the number of the last one. */
    long changes() {
        return changes.size();
    }

    /** The changes after a number, oldest first. */
    List<Change> changesAfter(long number) {
        return changes.subList((int) number, changes.size());
    }

    /** The current rows of a table by their keys, each as the last change to it left it. */
    NavigableMap<Integer, Change> rows(Table table) {
        return Objects.requireNonNull(rows.get(table));
    }

    /** Lets something happen, which is one change or a few that belong together. */
    void live() {
        int what = random.nextInt(100);
        if (what < 35) {
            writeInvoice();
        } else if (what < 42) {
            cancelInvoice();
        } else if (what < 70) {
            update(Table.TRACKS, "\"UnitPrice\" = \"UnitPrice\" + 0.10");
        } else if (what < 90) {
            update(Table.CUSTOMERS, "\"City\" = '" + CITIES.get(random.nextInt(CITIES.size())) + " " + changes() + "'");
        } else if (what < 98) {
            update(Table.ALBUMS, "\"Title\" = 'Remastered " + changes() + "'");
        } else {
            release();
        }
    }

    private void writeInvoice() {
        int invoice = newKey(Table.INVOICES);
        database.change(
                "INSERT INTO \"Invoice\" VALUES(?, ?, DATE '2026-01-01', NULL, NULL, NULL, NULL, NULL, 0)",
                invoice,
                anyKey(Table.CUSTOMERS));
        List<Integer> lines = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(4); i++) {
            lines.add(newKey(Table.INVOICE_LINES));
            database.change(
                    "INSERT INTO \"InvoiceLine\" SELECT ?, ?, \"TrackId\", \"UnitPrice\", ? FROM \"Track\" WHERE \"TrackId\" = ?",
                    lines.get(i),
                    invoice,
                    1 + random.nextInt(3),
                    anyKey(Table.TRACKS));
        }
        database.change(
                "UPDATE \"Invoice\" SET \"Total\" = (SELECT SUM(\"UnitPrice\" * \"Quantity\") FROM \"InvoiceLine\""
                        + " WHERE \"InvoiceId\" = ?) WHERE \"InvoiceId\" = ?",
                invoice,
                invoice);
        recordRow(Table.INVOICES, invoice);
        lines.forEach(line -> recordRow(Table.INVOICE_LINES, line));
    }

    private void cancelInvoice() {
        int invoice = anyKey(Table.INVOICES);
        List<Integer> lines = rows(Table.INVOICE_LINES).values().stream()
                .filter(line -> line.row().get("invoice_id").asInt() == invoice)
                .map(Change::id)
                .toList();
        lines.forEach(line -> delete(Table.INVOICE_LINES, line));
        delete(Table.INVOICES, invoice);
    }

    /** An artist and a first album; later lists have a longer last page. */
    private void release() {
        int artist = newKey(Table.ARTISTS);
        database.change("INSERT INTO \"Artist\" VALUES(?, ?)", artist, "Newcomer " + artist);
        recordRow(Table.ARTISTS, artist);
        int album = newKey(Table.ALBUMS);
        database.change("INSERT INTO \"Album\" VALUES(?, ?, ?)", album, "Debut " + album, artist);
        recordRow(Table.ALBUMS, album);
    }

    private void update(Table table, String assignment) {
        int key = anyKey(table);
        database.change("UPDATE " + table.sqlName() + " SET " + assignment + " WHERE " + table.sqlKey() + " = ?", key);
        recordRow(table, key);
    }

    private void delete(Table table, int key) {
        database.change("DELETE FROM " + table.sqlName() + " WHERE " + table.sqlKey() + " = ?", key);
        changes.add(new Change(changes() + 1, table, key, NullNode.getInstance()));
        rows(table).remove(key);
    }

    private int newKey(Table table) {
        return lastKeys.merge(table, 1, Integer::sum);
    }

    /** Small and early keys more often than others, so that some rows change many times. */
    private int anyKey(Table table) {
        int[] keys = rows(table).keySet().stream().mapToInt(Integer::intValue).toArray();
        double share = random.nextDouble();
        return keys[(int) (share * share * keys.length)];
    }

    private void recordRow(Table table, int key) {
        record(table, key, database.row(table, key));
    }

    private void record(Table table, int key, ObjectNode row) {
        Change change = new Change(changes() + 1, table, key, row);
        row.put("updated_at", change.at().toString());
        changes.add(change);
        rows(table).put(key, change);
        lastKeys.merge(table, key, Math::max);
    }
}
