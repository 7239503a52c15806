package io.afterimage.tck.torture;

import io.afterimage.CommitResult;
import io.afterimage.ResultCommit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.LongAdder;

/** Writes to queries of its own, which nobody else writes to, and compares them now and then. One thread at a time. */
final class SoakWriter {

    private static final int QUERIES = 2;

    private final SoakedStore store;
    private final Random random;
    private final LongAdder writes;
    private final List<SoakedQuery> queries = new ArrayList<>();

    SoakWriter(int number, SoakedStore store, Random random, LongAdder writes) {
        this.store = store;
        this.random = random;
        this.writes = writes;
        for (int i = 0; i < QUERIES; i++) {
            queries.add(new SoakedQuery(queryId(number * QUERIES + i), store, random));
        }
        queries.forEach(SoakedQuery::replace); // as full as it will be, so that nothing grows but by a fault
    }

    /** The ids of the queries of so many writers. */
    static List<String> queryIds(int writers) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < writers * QUERIES; i++) {
            ids.add(queryId(i));
        }
        return ids;
    }

    private static String queryId(int number) {
        return "soaked-" + number;
    }

    /** Makes one call, or compares one query. */
    void step() {
        SoakedQuery query = queries.get(random.nextInt(QUERIES));
        int dice = random.nextInt(100);
        if (dice < 12) {
            query.look();
            return;
        } else if (dice < 14) {
            query.compare();
            return;
        } else if (dice < 60) {
            commit(dice < 50 ? List.of(query) : queries);
        } else if (dice < 88) {
            query.apply();
        } else if (dice < 91) {
            query.clear();
        } else if (dice < 98) {
            query.replace();
        } else if (dice < 99) {
            query.reset();
        } else {
            query.drop();
        }
        writes.increment();
    }

    private void commit(List<SoakedQuery> moving) {
        List<ResultCommit> commits =
                moving.stream().map(SoakedQuery::nextCommit).toList();
        List<CommitResult> answers = store.call(store -> store.commitAll(commits));
        for (int i = 0; i < moving.size(); i++) {
            moving.get(i).committed(commits.get(i), answers.get(i));
        }
    }

    void compareAll() {
        queries.forEach(SoakedQuery::compare);
    }
}
