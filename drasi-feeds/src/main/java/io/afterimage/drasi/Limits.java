package io.afterimage.drasi;

import io.afterimage.QueryId;
import io.afterimage.RefusedException;

/** The limits of what a feed names and counts. */
final class Limits {

    private Limits() {}

    /** A legal query id of somebody else's: those that begin with NUL are the library's own. */
    static String queryId(String queryId) {
        try {
            QueryId.check(queryId);
        } catch (RefusedException e) {
            throw new UnusableLineException(e.getMessage(), e);
        }
        if (queryId.charAt(0) == 0) {
            throw new UnusableLineException("A query id begins with NUL. Expected: any other first character.");
        }
        return queryId;
    }

    /** Whether an id is a legal one of somebody else's. */
    static boolean isQueryId(String queryId) {
        try {
            queryId(queryId);
            return true;
        } catch (UnusableLineException e) {
            return false;
        }
    }

    /** A number that counts from 1. */
    static long atLeastOne(String what, long number) {
        if (number < 1) {
            throw new UnusableLineException(
                    "A number is too small. Where: " + what + ". Expected: 1 or more. Found: " + number + ".");
        }
        return number;
    }
}
