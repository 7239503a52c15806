package io.afterimage.drasi.grpc;

import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * A listening socket that closes connections beyond a number as soon as they come. gRPC has no such limit of its own. Used
 * by the thread that listens.
 */
final class LimitedListener extends NioServerSocketChannel {

    private final int maxConnections;

    /** The connections that were open when the last one came. */
    private final List<Channel> connections = new ArrayList<>();

    LimitedListener(int maxConnections) {
        this.maxConnections = maxConnections;
    }

    @Override
    protected int doReadMessages(List<Object> accepted) throws Exception {
        int count = super.doReadMessages(accepted);
        if (count <= 0) {
            return count;
        }
        Channel connection = (Channel) accepted.get(accepted.size() - 1);
        connections.removeIf(other -> !other.isOpen());
        if (connections.size() < maxConnections) {
            connections.add(connection);
            return count;
        }
        accepted.remove(accepted.size() - 1);
        connection.unsafe().closeForcibly();
        return 0;
    }
}
