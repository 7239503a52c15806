package io.afterimage.mirror.source;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Items have offsets. Immutable. */
final class OffsetPaging extends Paging {

    /*
     * Why the overlap loses nothing. Let the list keep its order while items come and go. The anchors are the last items of the
     * page before. If the next page holds one of them, then whatever follows it in the list follows it on this page: no item
     * that was there all the time lies between the two pages. If it holds none, so many items vanished before it that the
     * page begins behind the seam; the page before is asked for again, until an anchor is found or the list's start is
     * reached.
     */

    private static final int MOST_ANCHORS = 64;

    private final String offsetParameter;
    private final String sizeParameter;
    private final int size;
    private final int overlap;

    OffsetPaging(String offsetParameter, String sizeParameter, int size, int overlap) {
        this.offsetParameter = offsetParameter;
        this.sizeParameter = sizeParameter;
        this.size = size;
        this.overlap = overlap;
    }

    @Override
    String label() {
        return "offset";
    }

    @Override
    URI address(URI start, @Nullable String position) {
        URI sized = Addresses.with(start, sizeParameter, String.valueOf(size));
        return Addresses.with(sized, offsetParameter, position == null ? "0" : position);
    }

    @Override
    Turn turn(Visit visit) {
        long offset = visit.position() == null ? 0 : Long.parseLong(visit.position());
        List<String> marks = visit.itemMarks();
        if (offset > 0 && overlap > 0 && visit.anchors().stream().noneMatch(marks::contains)) {
            long back = Math.max(0, offset - (size - overlap));
            return new Turn(Optional.of(String.valueOf(back)), true, visit.anchors(), true);
        }
        int items = visit.page().items().size();
        if (items < size) {
            return Turn.to(Optional.empty());
        }
        List<String> anchors =
                overlap == 0 ? List.of() : marks.subList(Math.max(0, marks.size() - MOST_ANCHORS), marks.size());
        long next = offset + items - overlap;
        return new Turn(Optional.of(String.valueOf(next)), true, List.copyOf(anchors), false);
    }

    @Override
    int passesUntilGone() {
        return overlap == 0 ? 2 : 1;
    }
}
