package io.afterimage.benchmarks;

import io.afterimage.Durability;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A contender in a temporary directory of its own that goes with it. Not thread-safe; one thread at a time. */
final class OpenContender implements AutoCloseable {

    private @Nullable Path directory;
    private @Nullable Contender contender;

    /** Opens an empty one. */
    Contender open(Contenders which, Durability durability) {
        directory = Directories.temporary();
        return openAgain(which, durability);
    }

    /** Opens what was shut. */
    Contender openAgain(Contenders which, Durability durability) {
        Contender opened = which.open(Objects.requireNonNull(directory), durability);
        contender = opened;
        return opened;
    }

    Contender get() {
        return Objects.requireNonNull(contender, "not open");
    }

    /** Closes it and keeps its directory. */
    void shut() {
        get().close();
        contender = null;
    }

    /** Closes it if it is open, and deletes its directory. */
    @Override
    public void close() {
        if (contender != null) {
            shut();
        }
        Directories.delete(Objects.requireNonNull(directory));
    }
}
