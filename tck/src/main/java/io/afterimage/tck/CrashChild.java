package io.afterimage.tck;

import io.afterimage.Durability;
import io.afterimage.LiveResultsStore;
import java.nio.file.Path;

/**
 * The main class of the child JVM that is killed. It opens the store and makes write after write of a
 * {@link CrashStream}, saying on its standard output when one begins and when it has returned.
 */
final class CrashChild {

    static final String BEGUN = "begun ";
    static final String DONE = "done ";

    private CrashChild() {}

    /** Arguments: the class of the store under test, its directory, the durability, the seed, the writes done already. */
    public static void main(String[] arguments) throws ReflectiveOperationException {
        StoreUnderTest subject = OpenAttempt.subject(arguments[0]);
        CrashStream stream = new CrashStream(Long.parseLong(arguments[3]));
        for (long left = Long.parseLong(arguments[4]); left > 0; left--) {
            stream.advance();
        }
        try (LiveResultsStore store =
                subject.open(Path.of(arguments[1]), CrashStream.settings(Durability.valueOf(arguments[2])))) {
            while (true) {
                System.out.println(BEGUN + stream.done());
                Object answer = stream.attempt(store);
                System.out.println(DONE + stream.done());
                String write = stream.toString();
                Object expected = stream.advance();
                if (!answer.equals(expected)) {
                    throw new AssertionError(write + ". Expected: " + expected + ". Found: " + answer);
                }
            }
        }
    }
}
