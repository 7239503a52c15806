package io.afterimage.cli.serve;

import io.afterimage.cli.CommandFailure;
import io.afterimage.cli.ExitCode;
import io.afterimage.cli.serve.config.Limits;
import io.afterimage.cli.serve.config.ServeConfig;
import io.afterimage.cli.serve.config.TlsFiles;
import io.afterimage.drasi.DrasiFeed;
import io.afterimage.drasi.grpc.DrasiGrpcServer;
import io.afterimage.drasi.grpc.GrpcLimits;
import io.grpc.InsecureServerCredentials;
import io.grpc.ServerCredentials;
import io.grpc.TlsServerCredentials;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Starts the gRPC server that a configuration describes. */
final class GrpcServers {

    private GrpcServers() {}

    static DrasiGrpcServer start(ServeConfig config, InetSocketAddress address, DrasiFeed feed, MeterRegistry meters)
            throws IOException {
        return DrasiGrpcServer.over(feed)
                .listenOn(address)
                .credentials(credentials(config.tls()))
                .limits(limits(config.limits()))
                .intercept(new MeteringInterceptor(meters))
                .intercept(new TokenInterceptor(new Tokens(config.access())))
                .stopTime(config.grace())
                .start();
    }

    private static GrpcLimits limits(Limits limits) {
        long room = Math.max(1, limits.bodiesBytes() / limits.bodyBytes());
        return new GrpcLimits(
                (int) limits.bodyBytes(),
                limits.headerBytes(),
                limits.connections(),
                (int) Math.min(limits.threads(), room),
                limits.requestTime(),
                GrpcLimits.DEFAULT.idleTime());
    }

    private static ServerCredentials credentials(@Nullable TlsFiles files) {
        if (files == null) {
            return InsecureServerCredentials.create();
        }
        try {
            return TlsServerCredentials.create(
                    files.certificate().toFile(), files.key().toFile());
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.USAGE, "The files for TLS cannot be read. Key: tls. Found: " + e.getMessage() + ".", e);
        }
    }
}
