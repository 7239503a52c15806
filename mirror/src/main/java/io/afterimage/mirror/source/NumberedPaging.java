package io.afterimage.mirror.source;

import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Pages have numbers. Immutable. */
final class NumberedPaging extends Paging {

    private final String parameter;
    private final int first;
    private final String sizeParameter;
    private final int size;

    NumberedPaging(String parameter, int first, String sizeParameter, int size) {
        this.parameter = parameter;
        this.first = first;
        this.sizeParameter = sizeParameter;
        this.size = size;
    }

    @Override
    String label() {
        return "page";
    }

    @Override
    URI address(URI start, @Nullable String position) {
        URI sized = Addresses.with(start, sizeParameter, String.valueOf(size));
        return Addresses.with(sized, parameter, position == null ? String.valueOf(first) : position);
    }

    @Override
    Turn turn(Visit visit) {
        if (visit.page().items().size() < size) {
            return Turn.to(Optional.empty());
        }
        long number = visit.position() == null ? first : Long.parseLong(visit.position());
        return Turn.to(Optional.of(String.valueOf(number + 1)));
    }

    @Override
    int passesUntilGone() {
        return 2; // an item that moves to a page that was read already is missed by one pass, and hardly by two
    }
}
