package io.afterimage.tck.torture;

import io.afterimage.Durability;
import io.afterimage.LiveResultsStore;
import io.afterimage.tck.model.WriteStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;

/**
 * The main class of the child JVM that is killed. It makes write after write of a {@link WriteStream}, beside a reader of
 * snapshots, and closes and opens the store now and then. It gives a sign of one byte on its standard output before each
 * open and close, and before and after each write.
 */
final class WritingChild {

    /** The store is being opened. */
    static final int OPENING = 'o';

    /** A write has begun. */
    static final int BEGUN = 'b';

    /** The write is acknowledged. */
    static final int DONE = 'd';

    /** The store is being closed. */
    static final int CLOSING = 'c';

    private static final int MAX_WRITES_A_LIFE = 60;

    private final FileOutputStream out =
            new FileOutputStream(FileDescriptor.out); // each sign is one call of the system
    private final WriteStream stream;

    private WritingChild(WriteStream stream) {
        this.stream = stream;
    }

    /** Arguments: the class of the backend, the directory, the durability, the seed, the writes done already, the writes to make. */
    public static void main(String[] arguments) throws ReflectiveOperationException, IOException {
        Backend backend = backend(arguments[0]);
        WriteStream stream = new WriteStream(Long.parseLong(arguments[3]));
        for (long left = Long.parseLong(arguments[4]); left > 0; left--) {
            stream.advance();
        }
        WritingChild child = new WritingChild(stream);
        Random lives = new Random(stream.done());
        long left = Long.parseLong(arguments[5]);
        while (left > 0) {
            int writes = (int) Math.min(left, 1 + lives.nextInt(MAX_WRITES_A_LIFE));
            child.live(backend, Path.of(arguments[1]), Durability.valueOf(arguments[2]), writes);
            left -= writes;
        }
    }

    /** Creates a backend by the name of its class. */
    static Backend backend(String className) throws ReflectiveOperationException {
        var constructor = Class.forName(className).getDeclaredConstructor();
        constructor.setAccessible(true);
        return (Backend) constructor.newInstance();
    }

    private void live(Backend backend, Path directory, Durability durability, int writes) throws IOException {
        out.write(OPENING);
        try (LiveResultsStore store = backend.open(directory, WriteStream.settings(durability));
                SnapshotReader reader = SnapshotReader.start(store)) {
            for (int left = writes; left > 0; left--) {
                write(store);
                reader.written();
            }
            out.write(CLOSING);
        }
    }

    private void write(LiveResultsStore store) throws IOException {
        out.write(BEGUN);
        Object answer = stream.attempt(store);
        out.write(DONE);
        String write = stream.toString();
        Object expected = stream.advance();
        if (!answer.equals(expected)) {
            throw new AssertionError(write + ". Expected: " + expected + ". Found: " + answer);
        }
    }
}
