package io.afterimage.tck.torture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.IntConsumer;

/** One round of a campaign: what it works with, and where it reports. Thread-safe, but for what {@link #random} gives. */
public final class Round implements Report {

    private final Backend backend;
    private final Children children;
    private final Path directory;
    private final long seed;
    private final Length length;
    private final List<Finding> findings = new ArrayList<>();
    private final SortedSet<String> untested = new TreeSet<>();
    private long faults;

    Round(Children children, Path directory, long seed, Length length) {
        this.backend = children.backend();
        this.children = children;
        this.directory = directory;
        this.seed = seed;
        this.length = length;
    }

    /**
     * How long it is.
     *
     * @param units 1, or more for a campaign that is one long round
     * @param watcher is told how many of them are over
     */
    record Length(int units, IntConsumer watcher) {

        /** As most rounds are. */
        static final Length ONE = new Length(1, over -> {});
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
    @Override
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
     * How long it is, for a campaign that is one long round.
     *
     * @return the number of units, 1 for all others
     */
    public int units() {
        return length.units();
    }

    /**
     * Tells whoever watches how far a long round is. Called from the thread that runs it.
     *
     * @param units how many units are over
     */
    public void passed(int units) {
        length.watcher().accept(units);
    }

    /**
     * Where the round leaves figures for people: whatever it writes there is kept if the run keeps figures.
     *
     * @return the directory, created by the first call
     * @throws IOException if it cannot be created
     */
    public Path figures() throws IOException {
        return Files.createDirectories(figuresIn(directory));
    }

    static Path figuresIn(Path directory) {
        return directory.resolve("figures");
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
        return children.start(directory, wrapper, List.of(), main, arguments);
    }

    /** Starts a child JVM with more options, which win over those that all children have. */
    ChildJvm startChildWith(List<String> options, Class<?> main, String... arguments) throws IOException {
        return children.start(directory, List.of(), options, main, arguments);
    }

    /** Where the temporary files of the children are. */
    Path temporary() {
        return Children.temporaryIn(directory);
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
    @Override
    public synchronized void injected(long more) {
        faults += more;
    }

    /**
     * Reports harm that was done.
     *
     * @param harm what kind
     * @param what where, expected, found; the seed is added
     */
    @Override
    public synchronized void found(Harm harm, String what) {
        findings.add(new Finding(harm, seed, length.units(), what));
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

    synchronized CampaignResult result(Campaign campaign, int rounds) {
        return new CampaignResult(
                campaign.name(), backend.name(), seed, rounds, faults, List.copyOf(findings), new TreeSet<>(untested));
    }
}
