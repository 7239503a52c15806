package io.afterimage.reactions;

import io.afterimage.CommitResult;
import io.afterimage.LiveResultsStore;
import io.afterimage.OutboxRead;
import io.afterimage.Position;
import io.afterimage.QuerySummary;
import io.afterimage.ResultCommit;
import io.afterimage.RowMutation;
import io.afterimage.RowSource;
import io.afterimage.Snapshot;
import io.afterimage.Verification;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A store whose next commit fails on demand, before it is written or after. */
final class TroubledStore implements LiveResultsStore {

    private final LiveResultsStore inner;
    private @Nullable RuntimeException beforeCommit;
    private @Nullable RuntimeException afterCommit;

    TroubledStore(LiveResultsStore inner) {
        this.inner = inner;
    }

    void failBeforeCommit(RuntimeException trouble) {
        beforeCommit = trouble;
    }

    void failAfterCommit(RuntimeException trouble) {
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
        List<CommitResult> results = inner.commitAll(commits);
        if (after != null) {
            throw after;
        }
        return results;
    }

    @Override
    public void applyMutations(String queryId, List<? extends RowMutation> mutations) {
        inner.applyMutations(queryId, mutations);
    }

    @Override
    public Snapshot readSnapshot(String queryId) {
        return inner.readSnapshot(queryId);
    }

    @Override
    public long rowCount(String queryId) {
        return inner.rowCount(queryId);
    }

    @Override
    public void clear(String queryId) {
        inner.clear(queryId);
    }

    @Override
    public Position position(String queryId) {
        return inner.position(queryId);
    }

    @Override
    public Map<String, byte[]> sourcePositions(String queryId) {
        return inner.sourcePositions(queryId);
    }

    @Override
    public OutboxRead outboxAfter(String queryId, Position position, int maxEntries) {
        return inner.outboxAfter(queryId, position, maxEntries);
    }

    @Override
    public Position reset(String queryId, long configHash, long sequence) {
        return inner.reset(queryId, configHash, sequence);
    }

    @Override
    public Position replaceAll(String queryId, Position at, RowSource rows, Map<String, byte[]> sourcePositions) {
        return inner.replaceAll(queryId, at, rows, sourcePositions);
    }

    @Override
    public Optional<byte[]> row(String queryId, long rowSignature) {
        return inner.row(queryId, rowSignature);
    }

    @Override
    public boolean drop(String queryId) {
        return inner.drop(queryId);
    }

    @Override
    public List<QuerySummary> queries() {
        return inner.queries();
    }

    @Override
    public Verification verify(String queryId) {
        return inner.verify(queryId);
    }

    @Override
    public List<Verification> verifyAll() {
        return inner.verifyAll();
    }

    @Override
    public void close() {
        inner.close();
    }
}
