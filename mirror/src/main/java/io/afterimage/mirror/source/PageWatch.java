package io.afterimage.mirror.source;

import org.jspecify.annotations.Nullable;

/**
 * Sees to it that a walk over pages ends: positions that go round in a circle, the same page again and again, empty pages
 * without end, too many pages. Part of the cursor, so that no restart makes it forget. Immutable.
 *
 * <p>Circles are found by Brent's method: one position is remembered, and replaced after 1, 2, 4, 8 … steps; a circle of any
 * length meets the remembered one.
 *
 * @param pages pages since the walk began
 * @param mark the remembered position's mark, null before the first step
 * @param power after how many steps it is replaced
 * @param steps steps since it was
 * @param last the fingerprint of the last page that had items, null before the first
 * @param repeats how often in a row that page came again
 * @param empty how many pages in a row had no items
 */
record PageWatch(
        long pages,
        @Nullable String mark,
        long power,
        long steps,
        @Nullable String last,
        int repeats,
        int empty) {

    static final PageWatch START = new PageWatch(0, null, 1, 0, null, 0, 0);

    /**
     * What is borne.
     *
     * @param maxRepeats how often in a row the same page may come again
     * @param maxEmpty how many pages in a row may be empty
     * @param maxPages how many pages a walk may have
     */
    record Patience(int maxRepeats, int maxEmpty, long maxPages) {}

    /** After a page that has another one behind it. */
    PageWatch after(Page page, Patience patience) {
        String fingerprint = page.isEmpty() ? last : page.fingerprint();
        boolean again = !page.isEmpty() && knows(page);
        PageWatch next = new PageWatch(
                pages + 1, mark, power, steps, fingerprint, again ? repeats + 1 : 0, page.isEmpty() ? empty + 1 : 0);
        check(next.repeats <= patience.maxRepeats, "The same page comes again and again.", page, next.repeats);
        check(next.empty <= patience.maxEmpty, "Empty pages come without end.", page, next.empty);
        check(next.pages <= patience.maxPages, "The pages have no end.", page, next.pages);
        return next;
    }

    /** What is kept of it at the end of a walk: enough to know the last page again. */
    static PageWatch atRest(Page page) {
        return page.isEmpty() ? START : new PageWatch(0, null, 1, 0, page.fingerprint(), 0, 0);
    }

    boolean knows(Page page) {
        return page.fingerprint().equals(last);
    }

    /** Before it goes on to a position. */
    PageWatch movingTo(String position, Page page) {
        String here = Page.fingerprint(position);
        check(!here.equals(mark), "The pages go round in a circle.", page, pages);
        boolean replace = mark == null || steps + 1 == power;
        return replace
                ? new PageWatch(pages, here, mark == null ? 1 : 2 * power, 0, last, repeats, empty)
                : new PageWatch(pages, mark, power, steps + 1, last, repeats, empty);
    }

    private static void check(boolean holds, String sentence, Page page, long found) {
        if (!holds) {
            throw new SourceContentException(
                    sentence + " Where: " + Addresses.inMessages(page.address()) + ". Found: " + found
                            + " in a row. Next: check how the server pages; the cursor stands before it.",
                    null);
        }
    }
}
