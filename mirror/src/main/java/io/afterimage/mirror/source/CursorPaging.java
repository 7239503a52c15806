package io.afterimage.mirror.source;

import java.net.URI;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/** A page says with which cursor the next one is asked for. Immutable. */
public final class CursorPaging extends Paging {

    private final String parameter;
    private final Function<Page, Optional<String>> cursorOf;
    private final @Nullable JsonPointer hasMoreAt;

    private CursorPaging(String parameter, Function<Page, Optional<String>> cursorOf, @Nullable JsonPointer hasMoreAt) {
        this.parameter = parameter;
        this.cursorOf = cursorOf;
        this.hasMoreAt = hasMoreAt;
    }

    static CursorPaging inBody(String parameter, JsonPointer pointer) {
        return new CursorPaging(
                parameter, page -> SourceJson.scalar(page.answer().body().at(pointer)), null);
    }

    static CursorPaging inLastItem(String parameter, JsonPointer pointer) {
        return new CursorPaging(parameter, page -> inLastItem(page, pointer), null);
    }

    private static Optional<String> inLastItem(Page page, JsonPointer pointer) {
        return page.isEmpty()
                ? Optional.empty()
                : SourceJson.scalar(page.items().get(page.items().size() - 1).at(pointer));
    }

    static CursorPaging inHeader(String parameter, String header) {
        return new CursorPaging(
                parameter, page -> page.answer().headers().firstValue(header).filter(value -> !value.isBlank()), null);
    }

    /**
     * The same where a page also says whether there are more. Without it there are more as long as a page has items and a
     * cursor.
     *
     * @param pointer where it says so (a JSON pointer to a boolean)
     * @return the paging
     */
    public CursorPaging hasMoreAt(String pointer) {
        return new CursorPaging(parameter, cursorOf, SourceJson.pointer(pointer));
    }

    @Override
    String label() {
        return "cursor";
    }

    @Override
    URI address(URI start, @Nullable String position) {
        return position == null ? start : Addresses.with(start, parameter, position);
    }

    @Override
    Turn turn(Visit visit) {
        Optional<String> next = cursorOf.apply(visit.page());
        boolean more = hasMore(visit.page());
        if (more && hasMoreAt != null && next.equals(Optional.ofNullable(visit.position()))) {
            throw new SourceContentException(
                    "There are more pages, and the cursor does not move. Where: "
                            + Addresses.inMessages(visit.page().address())
                            + ". Next: check how the server pages; the cursor stands before it.",
                    null);
        }
        return Turn.to(next, more && next.isPresent());
    }

    private boolean hasMore(Page page) {
        if (hasMoreAt == null) {
            return !page.isEmpty();
        }
        JsonNode told = page.answer().body().at(hasMoreAt);
        if (!told.isBoolean()) {
            throw new SourceContentException(
                    "A page does not say whether there are more. Where: " + Addresses.inMessages(page.address())
                            + ". Expected: a boolean at \"" + hasMoreAt + "\". Found: " + told.getNodeType()
                            + ". Next: set where it says so.",
                    null);
        }
        return told.booleanValue();
    }

    @Override
    boolean mayGoRound() {
        return true;
    }

    @Override
    boolean followsFeeds() {
        return true;
    }
}
