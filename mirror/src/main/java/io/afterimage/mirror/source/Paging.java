package io.afterimage.mirror.source;

import io.afterimage.RefusedException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How one gets from page to page. What each way can and cannot promise while the list changes is in
 * {@code docs/formats/mirror-sources.md}. Immutable.
 */
public abstract sealed class Paging permits SinglePage, CursorPaging, LinkPaging, NumberedPaging, OffsetPaging {

    Paging() {}

    /**
     * There is one page.
     *
     * @return the paging
     */
    public static Paging single() {
        return new SinglePage();
    }

    /**
     * A page names the cursor of the next one in its body. A cursor that is missing, null or empty ends the list.
     *
     * @param parameter the parameter that takes the cursor
     * @param pointer where the cursor is (a JSON pointer to a string or a whole number)
     * @return the paging
     */
    public static CursorPaging cursorInBody(String parameter, String pointer) {
        return CursorPaging.inBody(parameter, SourceJson.pointer(pointer));
    }

    /**
     * The cursor of the next page is a field of the last item. A page without items ends the list.
     *
     * @param parameter the parameter that takes the cursor
     * @param pointer where the cursor is in the item (a JSON pointer to a string or a whole number)
     * @return the paging
     */
    public static CursorPaging cursorInLastItem(String parameter, String pointer) {
        return CursorPaging.inLastItem(parameter, SourceJson.pointer(pointer));
    }

    /**
     * A page names the cursor of the next one in a header. Without the header the list ends.
     *
     * @param parameter the parameter that takes the cursor
     * @param header the header's name
     * @return the paging
     */
    public static CursorPaging cursorInHeader(String parameter, String header) {
        return CursorPaging.inHeader(parameter, header);
    }

    /**
     * A page links to the next one by the header {@code Link} with {@code rel="next"} (RFC 8288).
     *
     * @return the paging
     */
    public static Paging links() {
        return LinkPaging.inHeader();
    }

    /**
     * A page holds the address of the next one in its body. An address that is missing, null or empty ends the list.
     *
     * @param pointer where the address is (a JSON pointer to a string)
     * @return the paging
     */
    public static Paging linkInBody(String pointer) {
        return LinkPaging.inBody(SourceJson.pointer(pointer));
    }

    /**
     * Pages have numbers. A page with fewer items than its size ends the list.
     *
     * @param parameter the parameter that takes the number
     * @param first the number of the first page (0 or more)
     * @param sizeParameter the parameter that takes the size
     * @param size how many items are asked for (1 to 10,000)
     * @return the paging
     */
    public static Paging numbered(String parameter, int first, String sizeParameter, int size) {
        return new NumberedPaging(parameter, first, sizeParameter, checkSize(size));
    }

    /**
     * Items have offsets. Each page is asked for from some items before the end of the page before it, so that a list from
     * which items vanish meanwhile is noticed, and read again from further ahead. A page with fewer items than its size ends
     * the list.
     *
     * @param offsetParameter the parameter that takes the offset
     * @param sizeParameter the parameter that takes the size
     * @param size how many items are asked for (1 to 10,000)
     * @param overlap how many items of the page before are asked for again (0 to size - 1); with 0 nothing is noticed
     * @return the paging
     */
    public static Paging offsets(String offsetParameter, String sizeParameter, int size, int overlap) {
        if (overlap < 0 || overlap >= checkSize(size)) {
            throw new RefusedException("The overlap of pages leaves no step forward. Expected: 0 to " + (size - 1)
                    + ". Found: " + overlap + ".");
        }
        return new OffsetPaging(offsetParameter, sizeParameter, size, overlap);
    }

    private static int checkSize(int size) {
        if (size < 1 || size > 10_000) {
            throw new RefusedException(
                    "A page's size is outside its limits. Expected: 1 to 10,000. Found: " + size + ".");
        }
        return size;
    }

    /**
     * A page that was read.
     *
     * @param start the first page's address
     * @param position where the page is, null for the first
     * @param page the page
     * @param itemMarks a mark of each item's identity, in order
     * @param anchors what the page must hold one of to follow the one before; empty if there was none
     * @param credentials what no position may hold
     */
    record Visit(
            URI start,
            @Nullable String position,
            Page page,
            List<String> itemMarks,
            List<String> anchors,
            Credentials credentials) {}

    /**
     * Where it goes from a page.
     *
     * @param next the next position, empty after the last page
     * @param more whether it pays to go there at once
     * @param anchors what the next page must hold one of to follow this one
     * @param turnedBack whether the next page lies before the end of this one
     */
    record Turn(Optional<String> next, boolean more, List<String> anchors, boolean turnedBack) {

        static Turn to(Optional<String> next) {
            return to(next, next.isPresent());
        }

        static Turn to(Optional<String> next, boolean more) {
            return new Turn(next, more, List.of(), false);
        }
    }

    /** The name under which its cursors are known. */
    abstract String label();

    /** Where the page at a position is, null for the first. */
    abstract URI address(URI start, @Nullable String position);

    /** Where it goes from a page. */
    abstract Turn turn(Visit visit);

    /** Whether a position that comes again means that the pages go round in a circle. */
    boolean mayGoRound() {
        return false;
    }

    /** Whether a feed can be followed with it: the last position still stands for a place when there are no more pages. */
    boolean followsFeeds() {
        return false;
    }

    /** How many passes in a row must miss a record before it counts as gone, unless the configuration says otherwise. */
    int passesUntilGone() {
        return 1;
    }
}
