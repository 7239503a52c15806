package io.afterimage.tck.torture;

import io.afterimage.LiveResultsStore;
import io.afterimage.OutboxRead;
import io.afterimage.Position;
import io.afterimage.Row;
import io.afterimage.RowCursor;
import io.afterimage.RowSource;
import io.afterimage.Snapshot;
import io.afterimage.StoreClosedException;
import io.afterimage.Verification;
import io.afterimage.tck.model.QueryState;
import io.afterimage.tck.model.StoreWrite;
import io.afterimage.tck.model.WriteStream;
import io.afterimage.tck.torture.MisusingChild.Life;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * One thread that does everything wrong. Its writes are those of a stream, on queries that nobody else writes to; so it knows
 * what must be there. Confined to its thread while it lives.
 */
final class Misuser {

    private static final int CALLS = 400;
    private static final int CALLS_AFTER_THE_CLOSE = 25;
    private static final List<Integer> WRONG_PARTS = List.of(0, -1, 1_025, Integer.MAX_VALUE, Integer.MIN_VALUE);

    private final int number;
    private final Testimony report;
    private final WriteStream stream;
    private final Random random;
    private final Judge judge;

    Misuser(int number, Testimony report, WriteStream stream) {
        this.number = number;
        this.report = report;
        this.stream = stream;
        this.random = new Random(~(report.seed() * MisusingChild.THREADS + number));
        this.judge = new Judge(report);
    }

    /** Tells how many of its writes are acknowledged. */
    void tell() {
        report.stands(number, stream.done());
    }

    /** Calls a store until it has called enough, closed it, or found out that it is closed. */
    void live(Life life, List<Thread> all, boolean closes) {
        try {
            requireState(life);
            int callsBeforeClose = closes ? random.nextInt(CALLS) : Integer.MAX_VALUE;
            int left = CALLS;
            for (int call = 0; left > 0 && !report.hasFindings(); call++, left--) {
                if (call == callsBeforeClose) {
                    closeStore(life);
                }
                if (life.gate().isClosing()) {
                    left = Math.min(left, CALLS_AFTER_THE_CLOSE);
                }
                if (random.nextInt(20) == 0) {
                    (random.nextBoolean() ? Thread.currentThread() : all.get(random.nextInt(all.size()))).interrupt();
                    report.injected(1);
                }
                call(life);
                Thread.interrupted();
            }
            requireState(life);
        } catch (Throwable e) { // whatever is not of the contract
            report.found(Harm.WRONG, "Thrown at thread " + number + ", " + stream + ". " + Torture.stackTrace(e));
        }
    }

    private void call(Life life) {
        int dice = random.nextInt(100);
        if (dice < 30) {
            write(life);
        } else if (dice < 35) {
            requireState(life);
        } else if (dice < 50) {
            read(life);
        } else if (dice < 60) {
            take(life);
        } else if (dice < 75) {
            life.loot().any(random).ifPresent(this::use);
        } else if (dice < 80) {
            life.loot().any(random).ifPresent(this::close);
        } else if (dice < 95) {
            BadCall.any(random, ownQuery()).on(life.store(), life.gate());
        } else if (dice < 97) {
            life.gate().call("readSnapshot", () -> forget(life));
        } else {
            failingReplacement(life);
        }
    }

    private String ownQuery() {
        return stream.load()
                .queries()
                .get(random.nextInt(stream.load().queries().size()));
    }

    private String anyQuery() {
        String own = ownQuery();
        return own.substring(0, own.length() - 1) + random.nextInt(MisusingChild.THREADS + 1); // or one that is not
    }

    // ---- the store

    private void write(Life life) {
        StoreWrite write = stream.next();
        String words = stream.toString();
        Object answer = stream.attempt(life.store());
        if (answer.equals(StoreClosedException.class)) {
            life.gate().requireClosing(words, new StoreClosedException("told by its class"));
            return;
        }
        Object expected = stream.advance();
        if (!answer.equals(expected)) {
            report.found(Harm.WRONG, words + ". Expected: " + expected + ". Found: " + answer + ".");
        }
        Scribble.over(write);
    }

    private void requireState(Life life) {
        life.gate()
                .call("reading all there is", () -> stream.statesIn(life.store()))
                .ifPresent(found -> {
                    if (!found.equals(stream.states())) {
                        judge.reportOtherState("misused", found, stream);
                    }
                });
    }

    private void read(Life life) {
        LiveResultsStore store = life.store();
        String query = anyQuery();
        Gate gate = life.gate();
        switch (random.nextInt(8)) {
            case 0 -> gate.call("rowCount", () -> store.rowCount(query));
            case 1 -> gate.call("position", () -> store.position(query));
            case 2 -> gate.call("queries", store::queries);
            case 3 ->
                gate.call("sourcePositions", () -> store.sourcePositions(query))
                        .ifPresent(found -> found.values().forEach(Scribble::over));
            case 4 ->
                gate.call("outboxAfter", () -> store.outboxAfter(query, store.position(query), 1))
                        .ifPresent(Misuser::scribbleOver);
            case 5 -> gate.call("verify", () -> store.verify(query)).ifPresent(this::requireNoProblems);
            case 6 -> gate.call("row", () -> store.row(query, random.nextLong()));
            default -> readRowTwice(life);
        }
    }

    private static void scribbleOver(OutboxRead read) {
        if (read instanceof OutboxRead.Entries entries) {
            entries.entries().forEach(entry -> Scribble.over(entry.data()));
        }
    }

    private void requireNoProblems(Verification found) {
        if (!found.problems().isEmpty()) {
            report.found(Harm.WRONG, "Problems of " + found.subject() + ": " + found.problems());
        }
    }

    /** What is done to the bytes of an answer must not be seen in the next one. */
    private void readRowTwice(Life life) {
        List<QueryState> states = stream.states();
        int query = random.nextInt(states.size());
        for (Row row : states.get(query).rows()) {
            for (int times = 0; times < 2; times++) {
                life.gate()
                        .call(
                                "row",
                                () -> life.store().row(stream.load().queries().get(query), row.rowSignature()))
                        .ifPresent(found -> {
                            if (found.isEmpty() || !Arrays.equals(found.get(), row.data())) {
                                report.found(Harm.WRONG, "Expected: " + row + ". Found: " + found + ".");
                            }
                            found.ifPresent(Scribble::over);
                        });
            }
        }
    }

    private boolean forget(Life life) {
        life.leaks().openAndForget(life.store(), anyQuery());
        return true;
    }

    /** A source that fails, that closes what it reads from, or that is of a snapshot which others close. */
    private void failingReplacement(Life life) {
        RuntimeException mine = new IllegalStateException("the source's own");
        RowSource source = new FailingSource(random.nextInt(2_000), mine);
        report.injected(1);
        try {
            life.store().replaceAll(ownQuery(), Position.NONE, source);
            report.found(Harm.WRONG, "A replacement is done although its source has failed.");
        } catch (StoreClosedException e) {
            life.gate().requireClosing("replaceAll", e);
        } catch (IllegalStateException e) {
            if (!e.equals(mine)) { // which is itself alone
                throw e;
            }
        }
    }

    /** By itself, twice, or from inside a replacement, which must end then. */
    private void closeStore(Life life) {
        report.injected(1);
        if (random.nextBoolean()) {
            life.close();
        } else {
            RowSource source = new FailingSource(0, new IllegalStateException("beyond the close")) {
                @Override
                void fail() {
                    life.close();
                }
            };
            try {
                life.store().replaceAll(ownQuery(), Position.NONE, source);
                report.found(Harm.WRONG, "A replacement is done although its source has closed the store.");
            } catch (StoreClosedException e) {
                life.gate().requireClosing("replaceAll", e);
            }
        }
        life.close();
    }

    // ---- snapshots and cursors

    private void take(Life life) {
        String query = anyQuery();
        life.gate()
                .call("readSnapshot", () -> hold(life, query))
                .flatMap(life.loot()::add)
                .ifPresent(old -> old.gate.close(old.snapshot::close));
    }

    private Loot.Held hold(Life life, String query) {
        Snapshot snapshot = life.store().readSnapshot(query);
        try {
            return new Loot.Held(snapshot, life.gate());
        } catch (StoreClosedException e) {
            snapshot.close();
            throw e;
        }
    }

    private void use(Loot.Held held) {
        Snapshot snapshot = held.snapshot;
        Gate gate = held.gate;
        switch (random.nextInt(9)) {
            case 0, 1 ->
                held.cursorGate
                        .call("next", () -> held.walk(1 + random.nextInt(20)))
                        .ifPresent(this::requireWell);
            case 2 -> gate.call("cursorFrom", held::lookWithoutRow).ifPresent(this::requireWell);
            case 3 -> gate.call("toList", snapshot::toList).ifPresent(found -> requireSame(held.rows, found));
            case 4 ->
                gate.call("rowCount", snapshot::rowCount)
                        .ifPresent(found -> requireSame((long) held.rows.size(), found));
            case 5 ->
                gate.call("split", () -> snapshot.split(1 + random.nextInt(1_024)))
                        .ifPresent(this::leaveHalfWay);
            case 6 -> gate.call("stream", () -> firstOf(snapshot.stream()));
            case 7 -> gate.call("position", snapshot::position);
            default -> {
                int parts = WRONG_PARTS.get(random.nextInt(WRONG_PARTS.size()));
                gate.refused("split(" + parts + ")", () -> snapshot.split(parts));
            }
        }
        requireSame(true, snapshot.queryId().length() > 0);
    }

    private void requireWell(String complaint) {
        if (!complaint.isEmpty()) {
            report.found(Harm.WRONG, complaint);
        }
    }

    private void requireSame(Object expected, Object found) {
        if (!expected.equals(found)) {
            report.found(Harm.WRONG, "A snapshot has changed. Expected: " + expected + ". Found: " + found + ".");
        }
    }

    private void leaveHalfWay(List<RowCursor> parts) {
        RowCursor part = parts.get(random.nextInt(parts.size()));
        try {
            part.next();
        } catch (StoreClosedException e) {
            report.injected(1); // by another thread, meanwhile
        }
        if (random.nextBoolean()) {
            part.close();
        }
    }

    private static boolean firstOf(Stream<Row> rows) {
        Iterator<Row> iterator = rows.iterator();
        return iterator.hasNext() && iterator.next() != null;
    }

    /** Closes it, or its cursor only, once or twice. */
    private void close(Loot.Held held) {
        report.injected(1);
        for (int times = 1 + random.nextInt(2); times > 0; times--) {
            if (random.nextBoolean()) {
                held.gate.close(held.snapshot::close);
            } else {
                held.cursorGate.close(held.cursor::close);
            }
        }
    }
}
