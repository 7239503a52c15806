package io.afterimage.mirror.sql;

import io.afterimage.mirror.sql.QueryException.Reason;
import io.afterimage.mirror.sql.SqlScanner.Piece;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/**
 * One statement that begins like a query. What the text promises is checked again on the program that SQLite makes of it,
 * see {@link ProgramAudit}. Immutable.
 *
 * @param statement the statement, without what ends it
 * @param query the same without {@code EXPLAIN} or {@code EXPLAIN QUERY PLAN} before it
 */
record SqlText(String statement, String query) {

    private static final Set<String> QUERY_WORDS = Set.of("SELECT", "WITH", "VALUES");

    /**
     * Reads a statement.
     *
     * @throws QueryException if it is none, more than one, too long, or not a query
     */
    static SqlText of(String sql, int maxUtf8Bytes) {
        requireText(sql, maxUtf8Bytes);
        SqlScanner scanner = new SqlScanner(sql);
        Piece piece = scanner.next();
        int from = scanner.start();
        if (piece == Piece.WORD && scanner.isWord("EXPLAIN")) {
            piece = behindExplain(scanner);
        }
        requireQuery(scanner, piece);
        int queryFrom = scanner.start();
        int to = endOfStatement(scanner);
        return new SqlText(sql.substring(from, to), sql.substring(queryFrom, to));
    }

    boolean isExplained() {
        return statement.length() != query.length();
    }

    private static Piece behindExplain(SqlScanner scanner) {
        Piece piece = scanner.next();
        if (piece != Piece.WORD || !scanner.isWord("QUERY")) {
            return piece;
        }
        if (scanner.next() != Piece.WORD || !scanner.isWord("PLAN")) {
            throw wrong("EXPLAIN is followed by QUERY without PLAN.");
        }
        return scanner.next();
    }

    private static void requireQuery(SqlScanner scanner, Piece first) {
        if (first == Piece.END || first == Piece.SEMICOLON) {
            throw wrong("There is no statement.");
        }
        if (first != Piece.WORD || !QUERY_WORDS.contains(scanner.text().toUpperCase(Locale.ROOT))) {
            throw new QueryException(
                    Reason.NOT_READ_ONLY,
                    "The statement is no query. Expected: SELECT, WITH, VALUES, or EXPLAIN before one of them. Found: "
                            + abbreviated(scanner.text()) + ".",
                    null);
        }
    }

    /** Only empty statements may follow. */
    private static int endOfStatement(SqlScanner scanner) {
        int to = scanner.end();
        Piece piece = next(scanner);
        while (piece != Piece.SEMICOLON && piece != Piece.END) {
            to = scanner.end();
            piece = next(scanner);
        }
        while (piece == Piece.SEMICOLON) {
            piece = next(scanner);
        }
        if (piece != Piece.END) {
            throw new QueryException(
                    Reason.NOT_READ_ONLY,
                    "There is more than one statement. Expected: one, which a ; may end. Found: another one, beginning with "
                            + abbreviated(scanner.text()) + ".",
                    null);
        }
        return to;
    }

    private static Piece next(SqlScanner scanner) {
        Piece piece = scanner.next();
        if (piece == Piece.PARAMETER) {
            throw wrong("There is a parameter, and no value for it. Found: " + scanner.text() + " at character "
                    + scanner.start() + ".");
        }
        if (piece == Piece.UNKNOWN) {
            throw wrong("A quote is never closed, or a character has no meaning. Found: " + abbreviated(scanner.text())
                    + " at character " + scanner.start() + ".");
        }
        return piece;
    }

    private static void requireText(String sql, int maxUtf8Bytes) {
        if (sql.indexOf('\0') >= 0) {
            throw wrong("There is a NUL, behind which SQLite does not read.");
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(sql)) {
            throw wrong("There is an unpaired surrogate.");
        }
        int found = sql.getBytes(StandardCharsets.UTF_8).length;
        if (found > maxUtf8Bytes) {
            throw wrong("It is too long. Expected: up to " + maxUtf8Bytes + " bytes. Found: " + found + ".");
        }
    }

    private static String abbreviated(String text) {
        return text.length() <= 40 ? text : text.substring(0, text.offsetByCodePoints(0, 20)) + "…";
    }

    private static QueryException wrong(String why) {
        return new QueryException(Reason.WRONG_SQL, "The statement cannot be read. " + why, null);
    }
}
