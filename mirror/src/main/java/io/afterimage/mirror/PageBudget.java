package io.afterimage.mirror;

/** How much fits on a page: a number of things and some MiB, but always one thing. Confined to one read. */
final class PageBudget {

    private static final long MAX_BYTES = 4 << 20;

    private int left;
    private long bytesLeft = MAX_BYTES;
    private boolean empty = true;

    PageBudget(int limit) {
        left = limit;
    }

    /** Takes room; false, and nothing taken, if there is none. */
    boolean take(int bytes) {
        if (left == 0 || (bytes > bytesLeft && !empty)) {
            return false;
        }
        left--;
        bytesLeft -= bytes;
        empty = false;
        return true;
    }

    boolean isFull() {
        return left == 0 || bytesLeft <= 0;
    }

    int left() {
        return left;
    }
}
