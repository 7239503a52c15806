package io.afterimage.tck;

import io.afterimage.LiveResultsStore;
import io.afterimage.StoreHolder;
import io.afterimage.StoreLockedException;
import io.afterimage.tck.torture.ChildJvm;
import java.io.IOException;
import java.nio.file.Path;

/** The main class of a child JVM that tries to open a store for writing and says on its standard output what happened. */
final class OpenAttempt {

    static final String OPENED = "opened";
    static final String LOCKED_BY = "locked by process ";

    private OpenAttempt() {}

    /** Runs the attempt in a child JVM and returns what it said. */
    static String inAnotherProcess(StoreUnderTest subject, Path directory) throws IOException {
        try (ChildJvm child = new ChildJvm(OpenAttempt.class, subject.getClass().getName(), directory.toString())) {
            String answer = child.nextLine().orElse("");
            child.awaitEnd();
            return answer.isEmpty() ? "failed: " + child.errors() : answer;
        }
    }

    /** Opens the store of a directory. */
    public static void main(String[] arguments) throws ReflectiveOperationException {
        StoreUnderTest subject = subject(arguments[0]);
        try (LiveResultsStore store = subject.open(Path.of(arguments[1]), StoreBench.SETTINGS)) {
            store.queries();
            System.out.println(OPENED);
        } catch (StoreLockedException e) {
            System.out.println(
                    LOCKED_BY + e.holder().map(StoreHolder::processId).orElse(-1L));
        }
    }

    /** Creates a backend's test class by its name. */
    static StoreUnderTest subject(String className) throws ReflectiveOperationException {
        var constructor = Class.forName(className).getDeclaredConstructor();
        constructor.setAccessible(true);
        return (StoreUnderTest) constructor.newInstance();
    }
}
