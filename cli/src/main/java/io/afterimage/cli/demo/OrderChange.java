package io.afterimage.cli.demo;

import org.jspecify.annotations.Nullable;

/**
 * An event with the order it changes, joined with its customer. Immutable.
 *
 * @param event what happened
 * @param before the order before the event, null if it is new
 * @param after the order after the event, null if it is closed
 */
record OrderChange(
        OrderEvent event,
        @Nullable OpenOrder before,
        @Nullable OpenOrder after) {

    long signature() {
        return Signatures.of(event.orderKey());
    }
}
