package io.afterimage.drasi;

/** What happened to one query since its feed was opened. Not thread-safe; one thread at a time. */
final class Tally {

    private long emissions;
    private long duplicates;
    private long refused;
    private long notReady;
    private long shortEmissions;
    private long late;
    private long skipped;
    private long regressions;
    private long healings;
    private long absentRows;

    void settled(Receipt.Fate fate) {
        duplicates += fate == Receipt.Fate.DUPLICATE ? 1 : 0;
        refused += fate == Receipt.Fate.REFUSED ? 1 : 0;
        notReady += fate == Receipt.Fate.NOT_READY ? 1 : 0;
    }

    void committed(Completion.Ready ready) {
        emissions++;
        shortEmissions += ready.belowCount() ? 1 : 0;
        absentRows += ready.absentRows();
    }

    void late(int deliveries) {
        late += deliveries;
    }

    void skipped(long sequences) {
        skipped += sequences;
    }

    void regressed() {
        regressions++;
    }

    void healed() {
        healings++;
    }

    FedQueryStatus.Counts counts() {
        return new FedQueryStatus.Counts(
                emissions,
                duplicates,
                refused,
                notReady,
                shortEmissions,
                late,
                skipped,
                regressions,
                healings,
                absentRows);
    }
}
