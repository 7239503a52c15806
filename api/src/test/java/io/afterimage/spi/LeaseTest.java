package io.afterimage.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.StoreClosedException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LeaseTest {

    @Test
    void enter_afterTheClose_isRefusedAndNamesTheStore() {
        Lease lease = new Lease("here");
        lease.enter();
        lease.exit();
        assertThat(lease.tryEnter()).isTrue();
        lease.exit();
        lease.closeAndDrain();
        assertThat(lease.tryEnter()).isFalse();
        assertThatThrownBy(lease::enter)
                .isInstanceOf(StoreClosedException.class)
                .hasMessageContaining("here");
    }

    @Test
    void closeAndDrain_callInside_waitsForItAndKeepsTheInterrupt() throws Exception {
        Lease lease = new Lease("here");
        lease.enter();
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        Thread closer = new Thread(() -> {
            lease.closeAndDrain();
            interrupted.complete(Thread.currentThread().isInterrupted());
        });
        closer.start();
        while (closer.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        closer.interrupt();
        assertThat(lease.tryEnter()).isFalse();
        assertThat(interrupted).isNotDone();
        lease.exit();
        assertThat(interrupted.get()).isTrue();
    }

    @Test
    void closeAndDrain_againstManyCalls_neverLetsOneInAfterwards() throws Exception {
        for (int round = 0; round < 500; round++) {
            Lease lease = new Lease("here");
            AtomicBoolean drained = new AtomicBoolean();
            AtomicBoolean late = new AtomicBoolean();
            CountDownLatch ready = new CountDownLatch(3);
            List<Thread> callers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                callers.add(new Thread(() -> {
                    ready.countDown();
                    while (lease.tryEnter()) {
                        late.compareAndSet(false, drained.get());
                        lease.exit();
                    }
                }));
            }
            callers.forEach(Thread::start);
            ready.await();
            lease.closeAndDrain();
            drained.set(true);
            for (Thread caller : callers) {
                caller.join();
            }
            assertThat(late).isFalse();
        }
    }
}
