package io.afterimage.drasi.grpc;

import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A listening socket that closes connections beyond a number as soon as they come. gRPC has no such limit of its own. */
final class LimitedListener extends NioServerSocketChannel {

    private final int maxConnections;
    private final AtomicInteger open = new AtomicInteger();

    LimitedListener(int maxConnections) {
        this.maxConnections = maxConnections;
    }

    @Override
    protected int doReadMessages(List<Object> accepted) throws Exception {
        int count = super.doReadMessages(accepted);
        if (count > 0) {
            Channel connection = (Channel) accepted.get(accepted.size() - 1);
            if (open.get() >= maxConnections) {
                accepted.remove(accepted.size() - 1);
                connection.unsafe().closeForcibly();
                return 0;
            }
            open.incrementAndGet();
            connection.closeFuture().addListener(closed -> open.decrementAndGet());
        }
        return count;
    }
}
