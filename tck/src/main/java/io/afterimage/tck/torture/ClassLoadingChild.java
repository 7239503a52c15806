package io.afterimage.tck.torture;

import io.afterimage.Durability;
import io.afterimage.LiveResultsStore;
import io.afterimage.tck.model.WriteStream;
import java.nio.file.Path;

/** The main class of the child JVM whose loaded classes the others share: it uses a store as they do, and ends. */
final class ClassLoadingChild {

    private static final int WRITES = 100;

    private ClassLoadingChild() {}

    /** Arguments: the class of the backend, the directory. */
    public static void main(String[] arguments) throws ReflectiveOperationException {
        Backend backend = WritingChild.backend(arguments[0]);
        WriteStream stream = new WriteStream(1);
        try (LiveResultsStore store =
                        backend.open(Path.of(arguments[1]), WriteStream.settings(Durability.PROCESS_CRASH));
                SnapshotReader reader = SnapshotReader.start(store)) {
            while (stream.done() < WRITES) {
                stream.attempt(store);
                stream.advance();
                reader.written();
            }
            store.verifyAll();
        }
    }
}
