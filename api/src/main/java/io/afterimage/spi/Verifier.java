package io.afterimage.spi;

import io.afterimage.CorruptStoreException;
import io.afterimage.RowCursor;
import io.afterimage.Verification;
import java.util.ArrayList;
import java.util.List;

/** Checks one query from scratch at the moment of a snapshot. One call, one instance. */
final class Verifier {

    private final EngineSnapshot snapshot;
    private final List<String> checked = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    Verifier(EngineSnapshot snapshot) {
        this.snapshot = snapshot;
    }

    Verification run() {
        check(this::rows);
        check(this::outbox);
        check(this::sourcePositions);
        return new Verification(snapshot.queryId(), checked, problems);
    }

    /** A part that ends in damage is a problem; the other parts are checked all the same. */
    private void check(java.util.function.Supplier<String> part) {
        try {
            checked.add(part.get());
        } catch (CorruptStoreException e) {
            problems.add(e.getMessage());
        }
    }

    private String rows() {
        long rows = 0;
        long bytes = 0;
        try (RowCursor cursor = snapshot.cursor()) {
            while (cursor.next()) {
                rows++;
                bytes += cursor.data().remaining();
            }
        }
        return rows + " rows of " + bytes
                + " bytes: each against its checksum, all against the recorded count and membership checksum";
    }

    private String outbox() {
        QueryRecord query = snapshot.open().record();
        snapshot.open().read(view -> {
            new OutboxReader(view, query).verify();
            return true;
        });
        return query.outbox().size() + " outbox entries: each against its checksum, without holes up to sequence "
                + query.position().sequence();
    }

    private String sourcePositions() {
        QueryRecord query = snapshot.open().record();
        int positions = snapshot.open().read(view -> view.sourcePositions(query).size());
        return positions + " source positions: each against its checksum";
    }
}
