package io.afterimage.cli.mirror.origin;

/** The questions that are put to the origin and to its mirror, each in its own SQL. Amounts are in cents. */
public enum Question {
    /** Joins two resources of the change feed. */
    COUNTRIES("Which countries buy most?", """
            SELECT c."Country", COUNT(*), SUM(CAST(i."Total" * 100 AS INTEGER)) AS cents
            FROM "Invoice" i JOIN "Customer" c ON c."CustomerId" = i."CustomerId"
            GROUP BY c."Country" ORDER BY cents DESC, c."Country" FETCH FIRST 10 ROWS ONLY""", """
            SELECT c.payload ->> '$.country' AS country, count(*) AS invoices,
                   sum(CAST(round((i.payload ->> '$.total') * 100) AS INTEGER)) AS cents
            FROM mirror_records i
            JOIN mirror_records c ON c.resource = 'customers'
                                 AND c.record_id = CAST(i.payload ->> '$.customer_id' AS TEXT)
            WHERE i.resource = 'invoices'
            GROUP BY country ORDER BY cents DESC, country LIMIT 10"""),

    /** Joins two resources of the change feed with two lists. */
    ARTISTS("Whose music sells best?", """
            SELECT a."Name", SUM(l."Quantity") AS sold, SUM(CAST(l."UnitPrice" * 100 AS INTEGER) * l."Quantity") AS cents
            FROM "InvoiceLine" l
            JOIN "Track" t ON t."TrackId" = l."TrackId"
            JOIN "Album" b ON b."AlbumId" = t."AlbumId"
            JOIN "Artist" a ON a."ArtistId" = b."ArtistId"
            GROUP BY a."ArtistId", a."Name" ORDER BY cents DESC, a."Name" FETCH FIRST 10 ROWS ONLY""", """
            WITH line AS (
              SELECT payload ->> '$.track_id' AS track_id, payload ->> '$.quantity' AS quantity,
                     CAST(round((payload ->> '$.unit_price') * 100) AS INTEGER) AS cents
              FROM mirror_records WHERE resource = 'invoice_lines')
            SELECT a.payload ->> '$.name' AS artist, sum(line.quantity) AS sold,
                   sum(line.cents * line.quantity) AS cents
            FROM line
            JOIN mirror_records t ON t.resource = 'tracks' AND t.record_id = CAST(line.track_id AS TEXT)
            JOIN mirror_records b ON b.resource = 'albums'
                                 AND b.record_id = CAST(t.payload ->> '$.album_id' AS TEXT)
            JOIN mirror_records a ON a.resource = 'artists'
                                 AND a.record_id = CAST(b.payload ->> '$.artist_id' AS TEXT)
            GROUP BY a.record_id ORDER BY cents DESC, artist LIMIT 10"""),

    /** Aggregates a resource of the change feed by a list, sold or not. */
    GENRES("How long and how dear are the tracks of a genre, and how many have been sold?", """
            SELECT g."Name", COUNT(*) AS tracks, SUM(CAST(t."Milliseconds" AS BIGINT)) / COUNT(*),
                   MAX(CAST(t."UnitPrice" * 100 AS INTEGER)), SUM(COALESCE(s.sold, 0))
            FROM "Track" t
            JOIN "Genre" g ON g."GenreId" = t."GenreId"
            LEFT JOIN (SELECT "TrackId", SUM("Quantity") AS sold FROM "InvoiceLine" GROUP BY "TrackId") s
                   ON s."TrackId" = t."TrackId"
            GROUP BY g."GenreId", g."Name" ORDER BY tracks DESC, g."Name\"""", """
            WITH sale AS (
              SELECT CAST(payload ->> '$.track_id' AS TEXT) AS track_id, sum(payload ->> '$.quantity') AS sold
              FROM mirror_records WHERE resource = 'invoice_lines' GROUP BY 1)
            SELECT g.payload ->> '$.name' AS genre, count(*) AS tracks,
                   sum(t.payload ->> '$.milliseconds') / count(*) AS milliseconds,
                   max(CAST(round((t.payload ->> '$.unit_price') * 100) AS INTEGER)) AS cents,
                   sum(coalesce(sale.sold, 0)) AS sold
            FROM mirror_records t
            JOIN mirror_records g ON g.resource = 'genres'
                                 AND g.record_id = CAST(t.payload ->> '$.genre_id' AS TEXT)
            LEFT JOIN sale ON sale.track_id = t.record_id
            WHERE t.resource = 'tracks'
            GROUP BY g.record_id ORDER BY tracks DESC, genre""");

    private final String text;
    private final String originSql;
    private final String mirrorSql;

    Question(String text, String originSql, String mirrorSql) {
        this.text = text;
        this.originSql = originSql;
        this.mirrorSql = mirrorSql;
    }

    /**
     * The question for people.
     *
     * @return one sentence
     */
    public String text() {
        return text;
    }

    String originSql() {
        return originSql;
    }

    /**
     * The question for the mirror.
     *
     * @return one SELECT
     */
    public String mirrorSql() {
        return mirrorSql;
    }
}
