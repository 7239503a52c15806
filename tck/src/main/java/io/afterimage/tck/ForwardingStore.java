package io.afterimage.tck;

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

/**
 * Passes every call on, so that a store that is broken on purpose need only say what it breaks. The default methods of the
 * interface end in the others, as they do for every store. As thread-safe as the store behind it.
 */
public class ForwardingStore implements LiveResultsStore {

    /** The store that works. */
    protected final LiveResultsStore inner;

    /**
     * Passes calls on to a store.
     *
     * @param inner the store that works
     */
    public ForwardingStore(LiveResultsStore inner) {
        this.inner = inner;
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
    public List<CommitResult> commitAll(List<ResultCommit> commits) {
        return inner.commitAll(commits);
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
