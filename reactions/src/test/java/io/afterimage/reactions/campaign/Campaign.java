package io.afterimage.reactions.campaign;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The rounds of a campaign: let the producer go on, kill somebody in the middle, start them again. */
final class Campaign {

    private final Random random;
    private final Map<String, Child> children = new LinkedHashMap<>();
    private final Child producer;
    private final Child host;
    private final List<Child> reactions;
    private long target;

    Campaign(Path directory, long seed) {
        random = new Random(seed);
        host = child("host", HostProcess.class, directory, Long.toString(seed));
        producer = child("producer", ProducerProcess.class, directory);
        reactions = List.of(
                child(ReactionProcess.TRIGGER, ReactionProcess.class, directory, ReactionProcess.TRIGGER),
                child(ReactionProcess.SNAPSHOT, ReactionProcess.class, directory, ReactionProcess.SNAPSHOT),
                child(ReactionProcess.COPIER, ReactionProcess.class, directory, ReactionProcess.COPIER));
    }

    private Child child(String name, Class<?> main, Path directory, String... arguments) {
        Child child = new Child(name, main, directory, List.of(arguments));
        children.put(name, child);
        return child;
    }

    List<Child> children() {
        return List.copyOf(children.values());
    }

    /** How many emissions each query has published. */
    long published() {
        return target;
    }

    /** Starts all; the reactions see the queries from their first emission on. */
    void begin() throws IOException, InterruptedException {
        host.start();
        host.awaitReady();
        for (Child reaction : reactions) {
            reaction.start();
        }
        for (Child reaction : reactions) {
            for (String queryId : queriesOf(reaction)) {
                reaction.awaitCheckpoint(queryId);
            }
        }
        producer.start("0");
    }

    void round() throws IOException, InterruptedException {
        long before = target;
        allow(10 + random.nextInt(30));
        List<Child> victims = victims();
        producer.awaitReached("produced", before + random.nextInt((int) (target - before)) + 1);
        Child first = victims.get(0);
        if (reactions.contains(first) && first.isAlive() && random.nextBoolean()) {
            awaitMovement(first, before);
        }
        for (Child victim : victims) {
            victim.kill();
        }
        Collections.shuffle(victims, random);
        for (Child child : children.values()) {
            boolean staysDead = reactions.contains(child) && victims.contains(child) && random.nextInt(3) == 0;
            if (!child.isAlive() && !staysDead) {
                start(child);
            }
        }
    }

    private void awaitMovement(Child reaction, long before) throws InterruptedException {
        String queryId = reaction.name.equals(ReactionProcess.SNAPSHOT) ? HostProcess.NARROW : HostProcess.WIDE;
        reaction.awaitReached(queryId, before + 1);
    }

    private List<Child> victims() {
        List<Child> all = new ArrayList<>(children.values());
        Collections.shuffle(all, random);
        int dice = random.nextInt(10);
        return new ArrayList<>(all.subList(0, dice < 7 ? 1 : dice < 9 ? 2 : all.size()));
    }

    private void allow(long more) throws IOException {
        target += more;
        producer.tell(Long.toString(target));
    }

    private void start(Child child) throws IOException {
        if (child == producer) {
            child.start(Long.toString(target));
        } else {
            child.start();
        }
    }

    /** Brings everybody to the end of what was allowed, then ends them; the exit codes by name. */
    Map<String, Integer> end() throws IOException, InterruptedException {
        for (Child child : children.values()) {
            if (!child.isAlive()) {
                start(child);
            }
        }
        producer.awaitReached("produced", target);
        for (Child reaction : reactions) {
            for (String queryId : queriesOf(reaction)) {
                reaction.awaitReached(queryId, target);
            }
        }
        Map<String, Integer> codes = new LinkedHashMap<>();
        for (Child child : List.of(producer, reactions.get(0), reactions.get(1), reactions.get(2), host)) {
            codes.put(child.name, child.end());
        }
        return codes;
    }

    private static List<String> queriesOf(Child reaction) {
        return switch (reaction.name) {
            case ReactionProcess.TRIGGER -> List.of(HostProcess.WIDE);
            case ReactionProcess.SNAPSHOT -> List.of(HostProcess.NARROW);
            default -> HostProcess.queryIds();
        };
    }

    /** Leaves no process behind, however the campaign went. */
    void killAll() throws InterruptedException {
        for (Child child : children.values()) {
            child.kill();
        }
    }
}
