package io.afterimage.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.CorruptStoreException;
import io.afterimage.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ScanAuditTest {

    private static final int ROUNDS = 20_000;

    @Test
    void bothPartsEndAtOnce_soundRows_areNeverCalledDamaged() throws InterruptedException, ExecutionException {
        List<ScanAudit> audits = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            audits.add(new ScanAudit(query(2, 6), 2));
        }
        AtomicInteger arrived = new AtomicInteger();
        Callable<Integer> part = () -> {
            int calledDamaged = 0;
            for (int round = 0; round < ROUNDS; round++) {
                arrived.incrementAndGet();
                while (arrived.get() < 2 * round + 2) {
                    Thread.onSpinWait();
                }
                calledDamaged += endPart(audits.get(round));
            }
            return calledDamaged;
        };
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (Future<Integer> ended : threads.invokeAll(List.of(part, part))) {
                assertThat(ended.get()).isZero();
            }
        } finally {
            threads.shutdown();
        }
    }

    /** 1 if the rows are called damaged; the other thread waits for this one either way. */
    private static int endPart(ScanAudit audit) {
        try {
            audit.partEnded(1, 3);
            return 0;
        } catch (CorruptStoreException e) {
            return 1;
        }
    }

    @Test
    void lastPartEnds_rowsMissing_namesBothNumbers() {
        ScanAudit audit = new ScanAudit(query(3, 6), 2);
        audit.partEnded(1, 2);
        assertThatThrownBy(() -> audit.partEnded(1, 2))
                .isInstanceOf(CorruptStoreException.class)
                .hasMessageContaining("Expected: 3 rows. Found: 2 rows.");
    }

    @Test
    void lastPartEnds_otherRowsOfThatNumber_isDamage() {
        ScanAudit audit = new ScanAudit(query(2, 6), 1);
        assertThatThrownBy(() -> audit.partEnded(2, 5))
                .isInstanceOf(CorruptStoreException.class)
                .hasMessageContaining("other signatures");
    }

    private static QueryRecord query(long count, long membership) {
        return new QueryRecord(
                1,
                "orders",
                false,
                Position.NONE,
                new QueryRecord.Rows(0, 1, 0, count, membership),
                new QueryRecord.Outbox(0, 0, 0));
    }
}
