package io.afterimage.tck.torture;

import io.afterimage.Durability;
import io.afterimage.LiveResultsStore;
import io.afterimage.StoreHolder;
import io.afterimage.StoreLockedException;
import io.afterimage.tck.model.WriteStream;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The main class of a child JVM that wants a store for itself. If it gets it, it makes some writes, says so in a line on its
 * standard output, and holds it until it is killed; otherwise it says who has it, and ends.
 */
final class HoldingChild {

    /** How many writes it makes. */
    static final int WRITES = 5;

    static final String HELD = "held";
    static final String LOCKED_BY = "locked by process ";

    /** Stands for the process where the exception names none. */
    static final long UNKNOWN = -1;

    private HoldingChild() {}

    /** Arguments: the class of the backend, the directory, the seed, the writes done already. */
    public static void main(String[] arguments) throws ReflectiveOperationException, IOException {
        Backend backend = WritingChild.backend(arguments[0]);
        WriteStream stream = new WriteStream(Long.parseLong(arguments[2]));
        for (long left = Long.parseLong(arguments[3]); left > 0; left--) {
            stream.advance();
        }
        try (LiveResultsStore store =
                backend.open(Path.of(arguments[1]), WriteStream.settings(Durability.PROCESS_CRASH))) {
            for (int left = WRITES; left > 0; left--) {
                stream.attempt(store);
                stream.advance();
            }
            System.out.println(HELD);
            while (System.in.read() >= 0) {
                // whatever is said, the kill is what ends this
            }
        } catch (StoreLockedException e) {
            System.out.println(
                    LOCKED_BY + e.holder().map(StoreHolder::processId).orElse(UNKNOWN));
        }
    }
}
