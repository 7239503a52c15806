package io.afterimage.tck.torture;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * C7, C8, C13 and C19 over time: one store is written, read and reopened by many threads of one process, and whatever the
 * process and the store take stays bounded, as what is alive does. Leaves all samples in a file. On failure look which
 * figure grows, and which call of {@link SoakWriter} or {@link SoakReader} takes without giving back.
 */
final class SoakCampaign implements Campaign {

    /** A fixed heap; buffers outside it are not limited, so that their leak shows in a figure. */
    private static final List<String> MEMORY =
            List.of("-Xms128m", "-Xmx128m", "-XX:+AlwaysPreTouch", "-XX:MaxDirectMemorySize=1g");

    @Override
    public String name() {
        return "soak";
    }

    @Override
    public String attack() {
        return "Writes, reads and reopens a store for 10 s a round, and watches memory, open files and disk.";
    }

    @Override
    public int smallRounds() {
        return 1;
    }

    @Override
    public int fullRounds() {
        return 360;
    }

    @Override
    public boolean isOneLongRound() {
        return true;
    }

    @Override
    public void run(Round round) throws IOException {
        if (!SoakProbe.seesProcess()) {
            round.untested("That memory, threads and open files stay bounded: there is no /proc to read them from.");
        }
        try (ChildJvm child = round.startChildWith(
                MEMORY,
                SoakChild.class,
                round.backend().getClass().getName(),
                round.newDirectory("store").toString(),
                Long.toString(round.seed()),
                Integer.toString(round.units()))) {
            List<SoakSample> samples = follow(child, round);
            child.kill();
            if (!round.hasFindings()) {
                SoakBounds.problems(samples).forEach(problem -> round.found(Harm.WRONG, problem));
                requireNothingLeft(round);
            }
        }
    }

    /** Reads and keeps what the child says until it has come to its end. */
    private static List<SoakSample> follow(ChildJvm child, Round round) throws IOException {
        List<SoakSample> samples = new ArrayList<>();
        try (Writer file = Files.newBufferedWriter(
                round.figures().resolve("soak-" + round.backend().name() + ".csv"))) {
            file.write(SoakSample.head() + "\n");
            while (true) {
                Optional<String> line = child.nextLine();
                if (line.isEmpty()) {
                    round.found(
                            child.diedOfItself() ? Harm.JVM_DEATH : Harm.WRONG,
                            "The soak ended after " + samples.size() + " samples. Errors: " + child.errors());
                    return samples;
                } else if (line.get().equals(SoakChild.END)) {
                    return samples;
                } else if (line.get().equals(SoakChild.REOPENED)) {
                    round.injected(1);
                } else {
                    file.write(line.get() + "\n");
                    file.flush(); // so that what was seen outlives a run that is broken off
                    SoakSample sample = SoakSample.parse(line.get());
                    samples.add(sample);
                    round.passed(SoakPace.unitsAfter(sample.seconds()));
                }
            }
        }
    }

    /** The child was killed, so that nothing could tidy up behind it. */
    private static void requireNothingLeft(Round round) throws IOException {
        try (Stream<Path> files = Files.list(round.temporary())) {
            List<Path> left = files.filter(file -> !file.toString().endsWith(ChildJvm.ERRORS))
                    .toList();
            if (!left.isEmpty()) {
                round.found(Harm.WRONG, "A killed process has left temporary files. Found: " + left + ".");
            }
        }
    }
}
