package io.afterimage.tck.torture;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What a child JVM that attacks and judges by itself tells its parent, a line each on its standard output. A child that ends
 * without its last word has died or failed, which is a finding too. Thread-safe in the child.
 */
final class Testimony implements Report {

    private static final String INJECTED = "injected ";
    private static final String FOUND = "found ";
    private static final String STANDS = "stands ";
    private static final String END = "end";

    private final PrintStream out =
            new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    private final long seed;
    private volatile boolean hasFindings;

    /** In the child. */
    Testimony(long seed) {
        this.seed = seed;
    }

    @Override
    public long seed() {
        return seed;
    }

    @Override
    public void injected(long more) {
        out.println(INJECTED + more);
    }

    @Override
    public void found(Harm harm, String what) {
        hasFindings = true;
        out.println(FOUND + harm + " "
                + what.replace("\\", "\\\\").replace("\r", "").replace("\n", "\\n"));
    }

    /** Whether anything was found so far. */
    boolean hasFindings() {
        return hasFindings;
    }

    /** How many writes of a stream are acknowledged. */
    void stands(int stream, long done) {
        out.println(STANDS + stream + " " + done);
    }

    /** The last word. */
    void end() {
        out.println(END);
    }

    /** In the parent: hears a child to its end. Whoever wants to know where its streams stand is told so. */
    static void hear(ChildJvm child, Round round, Standings standings) {
        Optional<String> line = child.nextLine();
        while (line.isPresent() && !line.get().equals(END)) {
            hear(line.get(), round, standings);
            line = child.nextLine();
        }
        boolean died = child.diedOfItself();
        if (died || (line.isEmpty() && !round.hasFindings())) {
            round.found(died ? Harm.JVM_DEATH : Harm.WRONG, "The child JVM ended too early. Errors: " + child.errors());
        }
    }

    private static void hear(String line, Round round, Standings standings) {
        if (line.startsWith(INJECTED)) {
            round.injected(Long.parseLong(line.substring(INJECTED.length())));
        } else if (line.startsWith(FOUND)) {
            int space = line.indexOf(' ', FOUND.length());
            round.found(
                    Harm.valueOf(line.substring(FOUND.length(), space)),
                    line.substring(space + 1).replace("\\n", "\n").replace("\\\\", "\\"));
        } else if (line.startsWith(STANDS)) {
            int space = line.indexOf(' ', STANDS.length());
            standings.stands(
                    Integer.parseInt(line.substring(STANDS.length(), space)),
                    Long.parseLong(line.substring(space + 1)));
        } else {
            round.found(Harm.WRONG, "The child JVM said what it must not say: " + line);
        }
    }

    /** Who is told where the streams of a child stand. */
    @FunctionalInterface
    interface Standings {
        void stands(int stream, long done);
    }
}
