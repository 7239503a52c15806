package io.afterimage.cli.mirror.origin;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The tables of Chinook that the API serves, in the order in which they depend on each other. */
enum Table {
    ARTISTS("Artist", Style.LINKED_LIST),
    ALBUMS("Album", Style.CURSOR_LIST),
    GENRES("Genre", Style.NUMBERED_LIST),
    MEDIA_TYPES("MediaType", Style.NUMBERED_LIST),
    PLAYLISTS("Playlist", Style.NUMBERED_LIST),
    CUSTOMERS("Customer", Style.FEED),
    TRACKS("Track", Style.FEED),
    INVOICES("Invoice", Style.FEED),
    INVOICE_LINES("InvoiceLine", Style.FEED);

    /** How a table is served. */
    enum Style {
        /** A list whose next page is in the {@code Link} header. */
        LINKED_LIST,
        /** A list whose next page is told by a cursor in the body. */
        CURSOR_LIST,
        /** A list of numbered pages. */
        NUMBERED_LIST,
        /** The change feed. */
        FEED
    }

    private final String sqlName;
    private final Style style;

    Table(String sqlName, Style style) {
        this.sqlName = sqlName;
        this.style = style;
    }

    static List<Table> lists() {
        return Stream.of(values()).filter(table -> table.style != Style.FEED).toList();
    }

    Style style() {
        return style;
    }

    /** The name in the API, and in the mirror. */
    String resource() {
        return name().toLowerCase(Locale.ROOT);
    }

    String sqlName() {
        return "\"" + sqlName + "\"";
    }

    String sqlKey() {
        return "\"" + sqlName + "Id\"";
    }

    /** The member of the JSON form that holds the key. */
    String key() {
        return Chinook.member(sqlName + "Id");
    }
}
