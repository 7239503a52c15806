package io.afterimage.cli.demo;

import io.afterimage.LiveResultsStore;

/** A child's work without the child: follows a small stream in this process. */
final class FollowedRun {
    /** 1,500 orders; about 70 are open at a time. */
    static final TpchTables TABLES = new TpchTables(0.001);

    /** So low that orders enter and leave at the edge even at this scale. */
    static final int LARGEST_LIMIT = 20;

    static final Customers CUSTOMERS = new Customers(TABLES);

    private FollowedRun() {}

    /** Restores from the store, as a process that starts does. */
    static Follower restore(LiveResultsStore store) {
        RestoredState restored = RestoredState.read(store, CUSTOMERS, LARGEST_LIMIT);
        return new Follower(store, restored, new ChangeStream(TABLES, restored.source()));
    }

    /** Restores and follows. */
    static void follow(LiveResultsStore store, long untilEvent) {
        restore(store).follow(untilEvent, position -> {});
    }

    static Comparison.Outcome compare(LiveResultsStore store, Recomputation truth) {
        return Comparison.of(store, truth.events(), truth.results(LARGEST_LIMIT));
    }
}
