package io.afterimage.tck.torture;

import io.afterimage.Durability;
import io.afterimage.tck.model.WriteStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A {@link WritingChild} as its parent sees it: which of its writes are begun, and which acknowledged. Not thread-safe; one
 * thread at a time.
 */
final class WritingProcess implements AutoCloseable {

    private final Round round;
    private final WriteStream stream;
    private final ChildJvm child;
    private long begun;

    /**
     * Starts a child that goes on where the stream is. Each acknowledged write moves the stream.
     *
     * @param writes how many it makes before it ends
     * @param wrapper the command that runs the JVM, empty for none
     */
    WritingProcess(
            Round round, Path directory, Durability durability, WriteStream stream, long writes, List<String> wrapper)
            throws IOException {
        this.round = round;
        this.stream = stream;
        this.begun = stream.done();
        this.child = round.startChild(
                wrapper,
                WritingChild.class,
                round.backend().getClass().getName(),
                directory.toString(),
                durability.name(),
                Long.toString(round.seed()),
                Long.toString(begun),
                Long.toString(writes));
    }

    /** Starts a child that writes until it is killed. */
    static WritingProcess endless(Round round, Path directory, Durability durability, WriteStream stream)
            throws IOException {
        return new WritingProcess(round, directory, durability, stream, Long.MAX_VALUE, List.of());
    }

    long pid() {
        return child.pid();
    }

    /** Follows the child until it has given so many signs of life; one that ends before has done wrong. */
    void awaitSigns(int signs) throws IOException {
        for (int left = signs; left > 0; left--) {
            if (!follow()) {
                reportEnd();
                return;
            }
        }
    }

    /** Follows the child until it ends, as it should. */
    void awaitEnd() throws IOException {
        while (follow()) {
            // one sign after the other
        }
        if (child.awaitEnd() != 0) {
            reportEnd();
        }
    }

    private void reportEnd() {
        round.found(
                child.diedOfItself() ? Harm.JVM_DEATH : Harm.WRONG,
                "The writing child ended by itself. Where: " + stream + ". Errors: " + child.errors());
    }

    /** Kills the child and gives how many writes it has begun. */
    long kill() throws IOException {
        child.kill();
        while (follow()) {
            // what it said before it died
        }
        return begun;
    }

    /** Follows the child by one sign; false at the end. */
    private boolean follow() throws IOException {
        int sign = child.output().read();
        if (sign == WritingChild.BEGUN) {
            begun++;
        } else if (sign == WritingChild.DONE) {
            stream.advance();
        }
        return sign >= 0;
    }

    @Override
    public void close() throws IOException {
        child.close();
    }
}
