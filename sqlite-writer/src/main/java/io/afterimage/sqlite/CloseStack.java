package io.afterimage.sqlite;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** What a store has opened, closed in reverse order, all of it whatever fails. Not thread-safe; one thread at a time. */
final class CloseStack {

    private final Deque<Step> steps = new ArrayDeque<>();

    void push(Step step) {
        steps.push(step);
    }

    /** Closes everything; throws the first failure with the later ones suppressed. Idempotent. */
    void close() throws SQLException, IOException {
        @Nullable Exception failure = null;
        while (!steps.isEmpty()) {
            try {
                steps.pop().close();
            } catch (SQLException | IOException | RuntimeException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure instanceof SQLException e) {
            throw e;
        } else if (failure instanceof IOException e) {
            throw e;
        } else if (failure instanceof RuntimeException e) {
            throw e;
        }
    }

    /** Closes everything on the way out of an error. */
    void closeAfter(Exception error) {
        try {
            close();
        } catch (SQLException | IOException | RuntimeException e) {
            error.addSuppressed(e);
        }
    }

    /** How one thing is closed. */
    @FunctionalInterface
    interface Step {
        void close() throws SQLException, IOException;
    }
}
