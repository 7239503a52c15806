/**
 * Drasi's gRPC reaction, received. Start at {@link io.afterimage.drasi.grpc.DrasiGrpcServer}; what is understood and
 * answered is pinned in {@code docs/formats/drasi-wires.md}.
 *
 * <p>A request passes the caller's interceptors, waits at the gate, becomes deliveries, and goes to the feed as one. The
 * messages in {@code io.afterimage.drasi.grpc.proto} are generated from {@code drasi/v1/reaction.proto} and appear in no
 * signature.
 *
 * <p><b>Threads.</b> The server is thread-safe. <b>Errors.</b> What goes wrong with a request is told in its response.
 */
@NullMarked
package io.afterimage.drasi.grpc;

import org.jspecify.annotations.NullMarked;
