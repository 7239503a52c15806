package io.afterimage.mirror.sql;

/**
 * Cuts SQL into words, names, literals and signs exactly where SQLite does; blanks and comments lie between them. It never
 * looks at the bytes behind what it cannot cut. Not thread-safe; one thread at a time.
 */
final class SqlScanner {

    /** What a piece is. */
    enum Piece {
        /** A keyword or a bare name. */
        WORD,
        /** A name in double quotes, backticks or brackets. */
        QUOTED_NAME,
        /** A literal in single quotes. */
        STRING,
        /** A literal that begins with a digit. */
        NUMBER,
        /** A placeholder for a value. */
        PARAMETER,
        /** The end of a statement. */
        SEMICOLON,
        /** Any other sign. */
        SIGN,
        /** A quote that is never closed, or a character that SQL does not have. */
        UNKNOWN,
        /** Nothing follows. */
        END
    }

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final String sql;
    private int start;
    private int end;

    SqlScanner(String sql) {
        this.sql = sql;
    }

    /** Where the current piece begins. */
    int start() {
        return start;
    }

    /** Where the current piece ends. */
    int end() {
        return end;
    }

    String text() {
        return sql.substring(start, end);
    }

    boolean isWord(String keyword) {
        return keyword.equalsIgnoreCase(text());
    }

    /** Moves to the next piece. */
    Piece next() {
        skipBlanks();
        start = end;
        if (start == sql.length()) {
            return Piece.END;
        }
        char first = sql.charAt(start);
        end = start + 1;
        return switch (first) {
            case '\'' -> quoted('\'', Piece.STRING);
            case '"', '`' -> quoted(first, Piece.QUOTED_NAME);
            case '[' -> bracketed();
            case '?', '@', '$', ':', '#' -> Piece.PARAMETER;
            case ';' -> Piece.SEMICOLON;
            default -> unquoted(first);
        };
    }

    private Piece unquoted(char first) {
        if (isDigit(first)) {
            return run(Piece.NUMBER);
        }
        if (isInWord(first)) {
            return run(Piece.WORD);
        }
        return first > ' ' && first < 0x7F ? Piece.SIGN : Piece.UNKNOWN;
    }

    private Piece run(Piece piece) {
        while (end < sql.length() && (isInWord(sql.charAt(end)) || isDigit(sql.charAt(end)))) {
            end++;
        }
        return piece;
    }

    /** The quote itself stands inside as two of it. */
    private Piece quoted(char quote, Piece piece) {
        while (end < sql.length()) {
            if (sql.charAt(end++) == quote) {
                if (charAt(end) != quote) {
                    return piece;
                }
                end++;
            }
        }
        return Piece.UNKNOWN;
    }

    private Piece bracketed() {
        int close = sql.indexOf(']', end);
        end = close < 0 ? sql.length() : close + 1;
        return close < 0 ? Piece.UNKNOWN : Piece.QUOTED_NAME;
    }

    private void skipBlanks() {
        int before;
        do {
            before = end;
            if (isBlank(charAt(end))) {
                end++;
            } else if (sql.startsWith("--", end)) {
                end = behind(sql.indexOf('\n', end), 1);
            } else if (sql.startsWith("/*", end)) {
                end = behind(sql.indexOf("*/", end + 2), 2);
            }
        } while (end != before);
    }

    /** A comment that is never closed ends with the text. */
    private int behind(int mark, int length) {
        return mark < 0 ? sql.length() : mark + length;
    }

    private char charAt(int index) {
        return index < sql.length() ? sql.charAt(index) : 0;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r' || c == BYTE_ORDER_MARK;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** Whatever is not ASCII is a letter to SQLite, blanks of other scripts too. */
    private static boolean isInWord(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$' || c > 0x7F;
    }
}
