package io.afterimage;

import java.util.Optional;

/** Another writer holds the store. Stop the holder, or open the store read-only where the engine can. */
public final class StoreLockedException extends AfterimageException implements NothingWritten {

    private static final long serialVersionUID = 1L;

    private final transient Optional<StoreHolder> holder;

    /**
     * Creates the error.
     *
     * @param store the directory or file of the store
     * @param holder who holds it, empty when the holder left no readable note
     */
    public StoreLockedException(String store, Optional<StoreHolder> holder) {
        super(
                "The store is open for writing elsewhere. Store: " + store + ". Holder: "
                        + holder.map(StoreHolder::toString).orElse("unknown")
                        + ". Next: stop the holder, or open the store read-only.",
                null);
        this.holder = holder;
    }

    /**
     * Who holds the store.
     *
     * @return the holder, empty when it left no readable note or after deserialisation
     */
    @SuppressWarnings("OptionalAssignedToNull") // a transient field is null after deserialisation
    public Optional<StoreHolder> holder() {
        return holder == null ? Optional.empty() : holder;
    }
}
