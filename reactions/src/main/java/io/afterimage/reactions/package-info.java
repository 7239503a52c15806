/**
 * Reactions that restart exactly where they stood.
 *
 * <p><b>Purpose.</b> A {@link io.afterimage.reactions.LiveQuery} commits emissions to a store and hands them on; a
 * {@link io.afterimage.reactions.Reaction} has an effect for each of them. {@link io.afterimage.reactions.ReactionRuntime}
 * brings the two together again after a restart: it subscribes, plans from the checkpoint and the feed's position
 * ({@link io.afterimage.reactions.RecoveryPlanner}), replays what is missing and goes on live, with no hole and no overlap.
 *
 * <p><b>Where to start.</b> {@code LiveQuery.over(store, queryId)}, a {@code Reaction}, and
 * {@code ReactionRuntime.builder()}.
 *
 * <p><b>Threads.</b> One worker per (reaction, query); emissions of one query are handled in sequence order, always.
 *
 * <p><b>Errors.</b> A handler that fails is retried, then the recovery policy decides. Nothing is silently passed. What a
 * store reports reaches the status of the reaction and, for calls, the caller.
 */
@NullMarked
package io.afterimage.reactions;

import org.jspecify.annotations.NullMarked;
