/**
 * {@code serve}: a server that takes what a real Drasi sends and gives its queries' rows away.
 *
 * <p><b>Purpose.</b> One process around one store: HTTP and gRPC in front of an {@link io.afterimage.drasi.DrasiFeed}, with
 * tokens, limits, health, meters, and an end that loses nothing.
 *
 * <p><b>Where to start.</b> {@link io.afterimage.cli.serve.ServeCommand} is the command, {@code Service} what it runs;
 * {@code docs/serve.md} describes both for users, decision 0053 why they are as they are.
 *
 * <p><b>Threads.</b> Requests come in Jetty's and gRPC's threads; what they share is thread-safe.
 *
 * <p><b>Errors.</b> What keeps the server from starting is a {@link io.afterimage.cli.CommandFailure} or the store's own
 * error. Afterwards callers are answered, and nothing they send ends the process.
 */
@NullMarked
package io.afterimage.cli.serve;

import org.jspecify.annotations.NullMarked;
