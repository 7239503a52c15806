package io.afterimage.mirror.source;

import java.net.URI;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonPointer;

/** A page links to the next one. Links stay on the origin of the first page. Immutable. */
final class LinkPaging extends Paging {

    private final Function<Page, Optional<String>> linkOf;

    private LinkPaging(Function<Page, Optional<String>> linkOf) {
        this.linkOf = linkOf;
    }

    static LinkPaging inHeader() {
        return new LinkPaging(page -> LinkHeader.next(page.answer().headers().allValues("Link")));
    }

    static LinkPaging inBody(JsonPointer pointer) {
        return new LinkPaging(page -> SourceJson.scalar(page.answer().body().at(pointer)));
    }

    @Override
    String label() {
        return "link";
    }

    @Override
    URI address(URI start, @Nullable String position) {
        return position == null ? start : start.resolve(position);
    }

    @Override
    Turn turn(Visit visit) {
        return Turn.to(linkOf.apply(visit.page()).map(link -> position(visit, link)));
    }

    private static String position(Visit visit, String link) {
        URI here = visit.page().address();
        URI next;
        try {
            next = here.resolve(link);
        } catch (IllegalArgumentException e) {
            throw bad(here, "an address", null); // the error quotes the link
        }
        if (!Addresses.sameOrigin(next, visit.start())) {
            throw bad(here, "the origin of " + Addresses.inMessages(visit.start()), next);
        }
        return Addresses.local(visit.credentials().removeFrom(next));
    }

    private static SourceContentException bad(URI here, String expected, @Nullable URI found) {
        return new SourceContentException(
                "The link to the next page leads nowhere. Where: " + Addresses.inMessages(here) + ". Expected: "
                        + expected
                        + "." + (found == null ? "" : " Found: " + Addresses.inMessages(found) + ".")
                        + " Next: set the address at which the server answers.",
                null);
    }

    @Override
    boolean mayGoRound() {
        return true;
    }
}
