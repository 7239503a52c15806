package io.afterimage.mirror;

/** A migration failed. The mirror stands as it did before it, with all earlier ones applied; fix it and open again. */
public final class MigrationFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int number;

    MigrationFailedException(Migration migration, Throwable cause) {
        super(
                "A migration failed, and nothing of it was written. Migration: " + migration.number() + ", "
                        + migration.name() + ". Found: " + cause
                        + ". Next: fix the migration, then open the mirror again.",
                cause);
        this.number = migration.number();
    }

    /**
     * Which migration failed.
     *
     * @return its number
     */
    public int number() {
        return number;
    }
}
