package io.afterimage.mirror;

/**
 * The mirror's migrations are not those it was opened with: another name or checksum, one that is not known, or one that
 * should have come earlier. Nothing was written; open it with the migrations that its life began with.
 */
public final class MigrationMismatchException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int number;

    MigrationMismatchException(int number, String expected, String found) {
        super("The mirror's migrations are not those it was opened with. Migration: " + number + ". Expected: "
                + expected + ". Found: " + found + ". Next: never change a released migration; add another one.");
        this.number = number;
    }

    /**
     * The number of the migration that does not match.
     *
     * @return its number
     */
    public int number() {
        return number;
    }
}
