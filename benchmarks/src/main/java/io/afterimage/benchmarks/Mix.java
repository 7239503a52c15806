package io.afterimage.benchmarks;

/** Of what a stream of changes consists, in parts of a hundred. */
public enum Mix {
    /** Rows that were not there. Their number grows; see {@link Changes#surplus}. */
    FRESH(100, 0),
    /** Rows that are there get other bytes. */
    UPDATES(0, 0),
    /** The oldest rows go; for each one a fresh one comes, so that their number stays. */
    DELETES(50, 50),
    /**
     * 60 updates, 30 inserts, 10 deletions. Once the rows have grown by a tenth, inserts and deletions change places until
     * the rows are as many as they were.
     */
    MIX(30, 10);

    final int inserts;
    final int deletes;

    Mix(int inserts, int deletes) {
        this.inserts = inserts;
        this.deletes = deletes;
    }
}
