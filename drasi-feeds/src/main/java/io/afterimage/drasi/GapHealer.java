package io.afterimage.drasi;

import io.afterimage.Position;
import io.afterimage.RowSource;
import java.util.Map;

/**
 * Brings a query back to the truth when its emissions cannot: after a gap, or after its host went back to earlier numbers.
 * An implementation reads all rows from elsewhere, for example from Drasi Platform's view service.
 *
 * <p>It is called by one thread at a time for each query, never while a request is handled. It may be called again for the
 * same trouble, for instance after a restart.
 */
public interface GapHealer {

    /** Why a query is to be healed. */
    enum Reason {
        /** Emissions are missing. */
        GAP,
        /** The query's host has sent other content under numbers that are taken. */
        REGRESSION,
        /** What came of an emission can be read in several ways, or contradicts itself. */
        UNCLEAR
    }

    /**
     * What the healer needs to know, and the way to replace the rows. Valid during the call only.
     */
    interface Patient {

        /**
         * The query's settings.
         *
         * @return the settings
         */
        QuerySettings settings();

        /**
         * Why it is to be healed.
         *
         * @return the reason
         */
        Reason reason();

        /**
         * Where the query stands.
         *
         * @return its position
         */
        Position position();

        /**
         * The lowest sequence that heals: with a gap, the last missing one; with a regression, 0.
         *
         * @return 0 or more
         */
        long requiredSequence();

        /**
         * What is stored beside the rows; how they are told apart is under {@code afterimage.identity}.
         *
         * @return opaque positions by source id
         */
        Map<String, byte[]> sourcePositions();

        /**
         * Replaces all rows, in one flip; what is held above the sequence goes on after it. With {@link Reason#REGRESSION},
         * or if the sequence is below the stored one, a new life begins.
         *
         * @param sequence where the rows stand ({@link #requiredSequence} or more)
         * @param rows all rows, read once by this call
         * @param sourcePositions what to store beside them, with the same flip
         * @return where the query stands now
         */
        Position replaceAll(long sequence, RowSource rows, Map<String, byte[]> sourcePositions);
    }

    /**
     * Tries to heal a query.
     *
     * @param patient the query
     * @return true if its rows were replaced; false if that is not possible now, and is to be tried again later
     * @throws io.afterimage.AfterimageException if the store fails
     * @throws RuntimeException also if it cannot be healed now, with the reason for people; it is to be tried again later
     */
    boolean heal(Patient patient);
}
