package io.afterimage.mirror.source;

import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** There is one page. Immutable. */
final class SinglePage extends Paging {

    @Override
    String label() {
        return "single";
    }

    @Override
    URI address(URI start, @Nullable String position) {
        return start;
    }

    @Override
    Turn turn(Visit visit) {
        return Turn.to(Optional.empty());
    }
}
