package io.afterimage.tck.torture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;

/** One round of a campaign: what it works with, and where it reports. Thread-safe, but for what {@link #random} gives. */
public final class Round {

    private final Backend backend;
    private final Children children;
    private final Path directory;
    private final long seed;
    private final List<Finding> findings = new ArrayList<>();
    private final SortedSet<String> untested = new TreeSet<>();
    private long faults;

    Round(Backend backend, Children children, Path directory, long seed) {
        this.backend = backend;
        this.children = children;
        this.directory = directory;
        this.seed = seed;
    }

    /**
     * The backend under attack.
     *
     * @return the backend
     */
    public Backend backend() {
        return backend;
    }

    /**
     * What the round's random numbers come from.
     *
     * @return the seed
     */
    public long seed() {
        return seed;
    }

    /**
     * The round's random numbers.
     *
     * @return a new source, the same at every call
     */
    public Random random() {
        return new Random(seed);
    }

    /**
     * Creates a directory for this round alone. It is deleted with the round, unless the round has found something.
     *
     * @param name its name
     * @return the directory, empty
     * @throws IOException if it cannot be created
     */
    public Path newDirectory(String name) throws IOException {
        return Files.createDirectory(directory.resolve(name));
    }

    /**
     * Starts a child JVM, which leaves nothing behind when it is killed.
     *
     * @param main its main class
     * @param arguments its arguments
     * @return the child, to be closed by the caller
     * @throws IOException if it cannot be started
     */
    public ChildJvm startChild(Class<?> main, String... arguments) throws IOException {
        return startChild(List.of(), main, arguments);
    }

    /** Starts a child JVM by another command, which runs it. */
    ChildJvm startChild(List<String> wrapper, Class<?> main, String... arguments) throws IOException {
        return children.start(directory, wrapper, main, arguments);
    }

    /** Where whatever belongs to the round is. */
    Path directory() {
        return directory;
    }

    /**
     * Counts faults that were injected.
     *
     * @param more how many
     */
    public synchronized void injected(long more) {
        faults += more;
    }

    /**
     * Reports harm that was done.
     *
     * @param harm what kind
     * @param what where, expected, found; the seed is added
     */
    public synchronized void found(Harm harm, String what) {
        findings.add(new Finding(harm, seed, what));
    }

    /**
     * Whether anything was found so far.
     *
     * @return true after the first report
     */
    public synchronized boolean hasFindings() {
        return !findings.isEmpty();
    }

    /**
     * Names what this campaign cannot show, on this machine or at all, so that nobody takes it for shown.
     *
     * @param what one sentence
     */
    public synchronized void untested(String what) {
        untested.add(what);
    }

    synchronized CampaignResult result(Campaign campaign) {
        return new CampaignResult(
                campaign.name(), backend.name(), seed, 1, faults, List.copyOf(findings), new TreeSet<>(untested));
    }
}
