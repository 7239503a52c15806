package io.afterimage.spi;

import io.afterimage.OutcomeUnknownException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Carries write requests out, many in one engine batch: whoever leads the {@link WriteQueue} plans the requests that wait,
 * writes them together, and publishes the new query records. After a write with an unknown outcome it refuses every other.
 * Thread-safe.
 */
final class GroupWriter {

    private final StorageEngine engine;
    private final QueryCatalogue catalogue;
    private final CountIndex countIndex;
    private final String storeName;
    private final Consumer<QueryRecord> afterWrite;
    private final WriteQueue queue = new WriteQueue(this::write);
    private volatile Optional<OutcomeUnknownException> broken = Optional.empty();

    /** Tells {@code afterWrite} every record that was written, once its group is finished. */
    GroupWriter(
            StorageEngine engine,
            QueryCatalogue catalogue,
            CountIndex countIndex,
            String storeName,
            Consumer<QueryRecord> afterWrite) {
        this.engine = engine;
        this.catalogue = catalogue;
        this.countIndex = countIndex;
        this.storeName = storeName;
        this.afterWrite = afterWrite;
    }

    /** Runs the request in some group and gives its answer, or throws what it failed with. */
    <R> R submit(WriteRequest<R> request) {
        return queue.submit(request);
    }

    /** Writes the requests as one group and finishes every one of them. Runs in the leader's thread. */
    private void write(List<WriteRequest<?>> requests) {
        WriteGroup group = new WriteGroup(engine, catalogue, countIndex);
        Collection<QueryRecord> written = List.of();
        try (group) {
            requireWhole();
            eachOrRefuse(requests, group, WriteRequest::prepare);
            eachOrRefuse(requests, group, WriteRequest::planIn);
            group.commit();
            written = group.changed();
        } catch (Throwable failure) { // whatever it is, every caller must learn of it
            abort(group, failure);
            requests.forEach(request -> request.failWith(failure));
        }
        requests.forEach(WriteRequest::finish);
        written.forEach(afterWrite);
    }

    private void requireWhole() {
        broken.ifPresent(e -> {
            throw new OutcomeUnknownException(
                    "The store refuses writes since a write with an unknown outcome. Store: " + storeName
                            + ". Next: reopen the store.",
                    e);
        });
    }

    /**
     * Takes the step for each request that has not failed. One that fails before it has put anything into the group fails
     * alone, and the others go on; a later failure is the whole group's.
     */
    private static void eachOrRefuse(
            List<WriteRequest<?>> requests, WriteGroup group, BiConsumer<WriteRequest<?>, WriteGroup> step) {
        for (WriteRequest<?> request : requests) {
            if (request.failed()) {
                continue;
            }
            group.beginRequest();
            try {
                step.accept(request, group);
            } catch (RuntimeException e) {
                if (group.requestHasPut()) {
                    throw e;
                }
                request.failWith(e);
            }
        }
    }

    private void abort(WriteGroup group, Throwable failure) {
        if (failure instanceof OutcomeUnknownException unknown && broken.isEmpty()) {
            broken = Optional.of(unknown);
        }
        try {
            group.rollBack();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }
}
