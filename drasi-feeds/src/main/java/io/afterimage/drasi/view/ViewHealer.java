package io.afterimage.drasi.view;

import io.afterimage.drasi.Bootstrap;
import io.afterimage.drasi.GapHealer;
import io.afterimage.drasi.RowIdentity;
import io.afterimage.drasi.RowIdentity.ByFullRow;
import io.afterimage.drasi.RowIdentity.BySignature;
import io.afterimage.drasi.view.ViewException.Trouble;
import io.afterimage.reactions.RetryPolicy;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Heals and bootstraps queries from their views: reads all rows, has them written aside and flipped, and stores with them
 * how they are told apart and where they began. Thread-safe.
 *
 * <p>A view of Drasi Platform has no signatures, and keeps equal rows once. So a query whose rows are told apart by
 * signature is refused there, and one by the full row unless {@link #acceptCollapsedRows} is asked for. A view of another
 * Afterimage serves every kind.
 */
public final class ViewHealer implements GapHealer {

    private static final RetryPolicy FEW = new RetryPolicy(3, Duration.ofMillis(200), Duration.ofSeconds(2), 0.5);

    private final ViewClient client;
    private final RetryPolicy retries;
    private final boolean collapsedRowsAccepted;

    private ViewHealer(ViewClient client, RetryPolicy retries, boolean collapsedRowsAccepted) {
        this.client = client;
        this.retries = retries;
        this.collapsedRowsAccepted = collapsedRowsAccepted;
    }

    /**
     * Heals from the views that a client reads, in up to three attempts a call.
     *
     * @param client reads the views
     * @return the healer
     */
    public static ViewHealer from(ViewClient client) {
        return new ViewHealer(Objects.requireNonNull(client, "client"), FEW, false);
    }

    /**
     * Sets how often, and after which pauses, a trouble that may pass is met with another attempt inside of one call.
     *
     * @param policy the policy
     * @return a new healer
     */
    public ViewHealer retries(RetryPolicy policy) {
        return new ViewHealer(client, Objects.requireNonNull(policy, "policy"), collapsedRowsAccepted);
    }

    /**
     * Takes the rows of Drasi Platform's view also where rows are told apart by all they say. Of several equal rows it keeps
     * one, so numbers of copies may be too low afterwards.
     *
     * @return a new healer
     */
    public ViewHealer acceptCollapsedRows() {
        return new ViewHealer(client, retries, true);
    }

    /**
     * Replaces a query's rows by those of its view.
     *
     * @throws ViewException if that is not possible now; the rows are what they were
     */
    @Override
    public boolean heal(Patient patient) {
        for (int attempt = 1; ; attempt++) {
            try {
                replace(patient);
                return true;
            } catch (ViewException e) {
                if (!e.passing() || attempt >= retries.maxAttempts()) {
                    throw e;
                }
                pause(attempt);
            }
        }
    }

    private void replace(Patient patient) {
        String queryId = patient.settings().queryId();
        try (View view = client.read(queryId);
                DistinctSignatures distinct = new DistinctSignatures()) {
            ViewHeader header = view.header();
            if (header.sequence() < patient.requiredSequence()) {
                throw new ViewException(
                        Trouble.LAGGING,
                        "The view has not come far enough. Query: " + queryId + ". Expected: sequence "
                                + patient.requiredSequence() + " or more. Found: " + header.sequence() + ".");
            }
            RowIdentity identity = identity(patient, header);
            requireSuitable(queryId, identity, header);
            patient.replaceAll(
                    header.sequence(), new ViewRows(queryId, view, identity, distinct), beside(header, identity));
        }
    }

    /** How rows are told apart, and what began them: so that what began an earlier life is known when it comes late. */
    private static Map<String, byte[]> beside(ViewHeader header, @Nullable RowIdentity identity) {
        Long timestampMs =
                header.timestampMs().isPresent() ? (Long) header.timestampMs().getAsLong() : null;
        byte[] began = new Bootstrap(header.sequence(), timestampMs).encode();
        return identity == null
                ? Map.of(Bootstrap.SOURCE_ID, began)
                : Map.of(Bootstrap.SOURCE_ID, began, RowIdentity.SOURCE_ID, identity.encode());
    }

    /** How the rows are told apart; null where nobody has said it yet, which is enough for a view without rows. */
    private static @Nullable RowIdentity identity(Patient patient, ViewHeader header) {
        RowIdentity known = RowIdentity.stored(patient.sourcePositions());
        return known != null
                ? known
                : patient.settings().identity().wanted().or(header::identity).orElse(null);
    }

    private void requireSuitable(String queryId, @Nullable RowIdentity identity, ViewHeader header) {
        if (header.fromAfterimage()) {
            return;
        }
        if (identity instanceof BySignature) {
            throw new ViewException(
                    Trouble.UNSUITABLE,
                    "The rows of the query are told apart by signature, and its view has none. Query: " + queryId
                            + ". Next: feed the query by key columns, or take the view from an Afterimage.");
        }
        if (identity instanceof ByFullRow && !collapsedRowsAccepted) {
            throw new ViewException(
                    Trouble.UNSUITABLE,
                    "The rows of the query are told apart by all they say, and its view keeps equal rows once. Query: "
                            + queryId + ". Next: feed the query by key columns, or accept collapsed rows.");
        }
    }

    private void pause(int failedAttempts) {
        try {
            TimeUnit.NANOSECONDS.sleep(retries.pauseAfter(failedAttempts, ThreadLocalRandom.current())
                    .toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ViewException(Trouble.UNAVAILABLE, "The wait for a view was interrupted.", e);
        }
    }
}
