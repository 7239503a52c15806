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
        Path fresh = Directories.temporary();
        directory = fresh;
        Contender opened = which.open(fresh, durability);
        contender = opened;
        return opened;
    }

    Contender get() {
        return Objects.requireNonNull(contender, "not open");
    }

    @Override
    public void close() {
        get().close();
        Directories.delete(Objects.requireNonNull(directory));
    }
}
