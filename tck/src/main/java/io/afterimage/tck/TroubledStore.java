package io.afterimage.tck;

import io.afterimage.CommitResult;
import io.afterimage.LiveResultsStore;
import io.afterimage.ResultCommit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A store whose next commit fails on demand, before it is written or after. Not thread-safe; one thread at a time. */
public final class TroubledStore extends ForwardingStore {

    private @Nullable RuntimeException beforeCommit;
    private @Nullable RuntimeException afterCommit;

    /**
     * Passes calls on to a store.
     *
     * @param inner the store that works
     */
    public TroubledStore(LiveResultsStore inner) {
        super(inner);
    }

    /**
     * Makes the next commit fail before it is written.
     *
     * @param trouble what it throws; null lets it work
     */
    public void failBeforeCommit(@Nullable RuntimeException trouble) {
        beforeCommit = trouble;
    }

    /**
     * Makes the next commit fail after it is written.
     *
     * @param trouble what it throws; null lets it work
     */
    public void failAfterCommit(@Nullable RuntimeException trouble) {
        afterCommit = trouble;
    }

    @Override
    public List<CommitResult> commitAll(List<ResultCommit> commits) {
        RuntimeException before = beforeCommit;
        RuntimeException after = afterCommit;
        beforeCommit = null;
        afterCommit = null;
        if (before != null) {
            throw before;
        }
        List<CommitResult> results = super.commitAll(commits);
        if (after != null) {
            throw after;
        }
        return results;
    }
}
