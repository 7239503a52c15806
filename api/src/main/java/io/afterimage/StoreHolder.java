package io.afterimage;

import java.time.Instant;

/**
 * Who has a store open for writing. Immutable.
 *
 * @param processId the holder's operating-system process id
 * @param host the holder's host name
 * @param since when the holder opened the store
 */
public record StoreHolder(long processId, String host, Instant since) {

    @Override
    public String toString() {
        return "process " + processId + " on " + host + " since " + since;
    }
}
