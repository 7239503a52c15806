package io.afterimage.drasi;

import io.afterimage.OutcomeUnknownException;
import io.afterimage.StoreClosedException;
import io.afterimage.drasi.FeedStatus.Condition;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether a feed can write, and what stopped it last. Thread-safe. */
final class FeedHealth {

    private volatile Condition condition = Condition.OPEN;
    private volatile @Nullable String failure;

    void failed(RuntimeException error) {
        failure = String.valueOf(error.getMessage());
        if (condition == Condition.OPEN
                && (error instanceof OutcomeUnknownException || error instanceof StoreClosedException)) {
            condition = Condition.REOPEN;
        }
    }

    /** Something was written. */
    void worked() {
        if (condition == Condition.OPEN) {
            failure = null;
        }
    }

    void close() {
        condition = Condition.CLOSED;
    }

    Condition condition() {
        return condition;
    }

    Optional<String> failure() {
        return Optional.ofNullable(failure);
    }
}
