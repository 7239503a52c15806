package io.afterimage.cli.mirror.config;

import io.afterimage.cli.config.ConfigSection;
import io.afterimage.mirror.source.CursorPaging;
import io.afterimage.mirror.source.Paging;
import java.util.Optional;

/** Reads how an HTTP source gets from page to page. */
final class PagingSection {

    /** The ways. */
    private enum Style {
        SINGLE,
        CURSOR,
        LINK,
        NUMBERED,
        OFFSET
    }

    /** Where a cursor or a link is. */
    private enum Place {
        BODY,
        LAST_ITEM,
        HEADER
    }

    private PagingSection() {}

    static Paging read(ConfigSection section) {
        Style style = section.choice("style", Style.class)
                .orElseThrow(() -> section.refused("style", "single, cursor, link, numbered or offset", "nothing"));
        Paging paging = section.make(() -> switch (style) {
            case SINGLE -> Paging.single();
            case CURSOR -> cursor(section);
            case LINK -> link(section);
            case NUMBERED -> numbered(section);
            case OFFSET -> offset(section);
        });
        section.end();
        return paging;
    }

    private static Paging cursor(ConfigSection section) {
        String parameter = section.text("parameter");
        String at = section.text("at");
        CursorPaging paging = switch (section.choice("in", Place.class).orElse(Place.BODY)) {
            case BODY -> Paging.cursorInBody(parameter, at);
            case LAST_ITEM -> Paging.cursorInLastItem(parameter, at);
            case HEADER -> Paging.cursorInHeader(parameter, at);
        };
        Optional<String> more = section.optionalText("moreAt");
        return more.isPresent() ? paging.hasMoreAt(more.get()) : paging;
    }

    /** In the {@code Link} header, unless it says where in the body. */
    private static Paging link(ConfigSection section) {
        return section.optionalText("at").map(Paging::linkInBody).orElseGet(Paging::links);
    }

    private static Paging numbered(ConfigSection section) {
        return Paging.numbered(
                section.optionalText("parameter").orElse("page"),
                section.optionalNumber("first", 0, 1).orElse(1),
                section.text("sizeParameter"),
                section.optionalNumber("size", 1, 10_000).orElse(100));
    }

    private static Paging offset(ConfigSection section) {
        int size = section.optionalNumber("size", 1, 10_000).orElse(100);
        return Paging.offsets(
                section.optionalText("parameter").orElse("offset"),
                section.text("sizeParameter"),
                size,
                section.optionalNumber("overlap", 0, size - 1).orElse(Math.min(1, size - 1)));
    }
}
