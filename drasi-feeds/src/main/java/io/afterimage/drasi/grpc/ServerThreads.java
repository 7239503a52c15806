package io.afterimage.drasi.grpc;

import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads of one server: one that listens, few that talk, those that decode and wait for the store, a timer. */
final class ServerThreads implements AutoCloseable {

    private static final int TALKING = 2;

    /** A request is decoded by recursion, up to the depth that a row may have. */
    private static final long STACK_BYTES = 8L << 20;

    private final EventLoopGroup listening = loops(1);
    private final EventLoopGroup talking = loops(TALKING);
    private final ExecutorService working;
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, named("timer"));

    ServerThreads(int working) {
        this.working = Executors.newFixedThreadPool(working, named("worker"));
        timer.setRemoveOnCancelPolicy(true);
    }

    private static EventLoopGroup loops(int threads) {
        return new MultiThreadIoEventLoopGroup(threads, named("io"), NioIoHandler.newFactory());
    }

    private static ThreadFactory named(String purpose) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread =
                    new Thread(null, task, "drasi-grpc-" + purpose + "-" + number.incrementAndGet(), STACK_BYTES);
            thread.setDaemon(true);
            return thread;
        };
    }

    EventLoopGroup listening() {
        return listening;
    }

    EventLoopGroup talking() {
        return talking;
    }

    Executor working() {
        return working;
    }

    ScheduledThreadPoolExecutor timer() {
        return timer;
    }

    /** Ends them all; the server has been stopped before. */
    @Override
    public void close() {
        working.shutdown();
        timer.shutdownNow();
        for (EventLoopGroup loops : List.of(listening, talking)) {
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(1, TimeUnit.SECONDS);
        }
    }
}
