package io.afterimage.drasi.http;

import io.afterimage.LiveResultsStore;
import io.afterimage.OutcomeUnknownException;
import io.afterimage.QueryId;
import io.afterimage.RefusedException;
import io.afterimage.Snapshot;
import io.afterimage.StoreClosedException;
import io.afterimage.StoreUnavailableException;
import io.afterimage.drasi.RowIdentity;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;

/** Answers with all rows of a query, at one position, in the view service's format. Thread-safe. */
final class Views {

    private static final Duration WHEN_OTHERS_LEFT = Duration.ofSeconds(1);

    private final LiveResultsStore store;
    private final HttpOptions options;
    private final Semaphore places;

    Views(LiveResultsStore store, HttpOptions options) {
        this.store = store;
        this.options = options;
        this.places = new Semaphore(options.limits().maxViews());
    }

    /** Handles a request for the query that a segment of the path names. */
    void handle(Exchange exchange, String segment) {
        Optional<String> queryId = RequestPath.decode(segment).filter(Views::isLegal);
        if (queryId.isEmpty()) {
            exchange.problem(
                    HttpStatus.BAD_REQUEST_400,
                    "The path names no query. Expected: an id of 1 to 1,024 bytes of UTF-8, percent-encoded.");
        } else if (!options.access().mayRead(exchange.request(), queryId.get())) {
            exchange.problem(HttpStatus.FORBIDDEN_403, "The token is not enough to read the query.");
        } else if (exchange.request().getHttpURI().getQuery() != null) {
            exchange.problem(
                    HttpStatus.BAD_REQUEST_400, "A view shows the present only. Expected: no parameters. Found: some.");
        } else if (!places.tryAcquire()) {
            exchange.later("The server writes as many views as it may. Next: repeat the request.", WHEN_OTHERS_LEFT);
        } else {
            write(exchange, queryId.get());
        }
    }

    private static boolean isLegal(String queryId) {
        try {
            return !QueryId.isInternal(QueryId.check(queryId));
        } catch (RefusedException illegal) {
            return false;
        }
    }

    private void write(Exchange exchange, String queryId) {
        Optional<Moment> moment = Optional.empty();
        try {
            moment = Moment.of(store, queryId);
            if (moment.isEmpty()) {
                exchange.text(HttpStatus.NOT_FOUND_404, "View `" + queryId + "` not found");
            }
        } catch (StoreUnavailableException | StoreClosedException | OutcomeUnknownException e) {
            exchange.later(e.getMessage(), WHEN_OTHERS_LEFT);
        } finally {
            if (moment.isEmpty()) {
                places.release();
            }
        }
        moment.ifPresent(found -> stream(exchange, found));
    }

    private void stream(Exchange exchange, Moment moment) {
        ViewPrinter printer = new ViewPrinter(
                moment.snapshot(), moment.identity(), options.clock().millis());
        exchange.response().getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        new ViewStream(exchange, moment.snapshot(), printer, options.limits(), places::release).iterate();
    }

    /** The rows of a query that is there, and how they are told apart. */
    private record Moment(Snapshot snapshot, Optional<byte[]> identity) {

        /** Both of one life: within it, the identity is set once. */
        static Optional<Moment> of(LiveResultsStore store, String queryId) {
            while (true) {
                Snapshot snapshot = store.readSnapshot(queryId);
                long generation = snapshot.position().generation();
                byte[] identity = store.sourcePositions(queryId).get(RowIdentity.SOURCE_ID);
                if (generation > 0 && generation == store.position(queryId).generation()) {
                    return Optional.of(new Moment(snapshot, Optional.ofNullable(identity)));
                }
                snapshot.close();
                if (generation == 0) {
                    return Optional.empty();
                }
            }
        }
    }
}
