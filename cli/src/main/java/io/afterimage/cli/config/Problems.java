package io.afterimage.cli.config;

import io.afterimage.cli.CommandFailure;
import io.afterimage.cli.ExitCode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Collects what is wrong with a configuration, so that all of it is told at once. Not thread-safe; one thread at a time. */
public final class Problems {

    private final List<String> found = new ArrayList<>();

    /** Collects nothing yet. */
    public Problems() {}

    /**
     * Reads a value.
     *
     * @param standIn what is returned if it is refused, so that reading goes on
     * @param reading reads it
     * @param <T> its type
     * @return the value, or the stand-in
     */
    public <T> T reading(T standIn, Supplier<? extends T> reading) {
        try {
            return reading.get();
        } catch (CommandFailure refusal) {
            add(refusal);
            return standIn;
        }
    }

    /**
     * Does what may refuse something.
     *
     * @param step what is done
     */
    public void check(Runnable step) {
        reading(true, () -> {
            step.run();
            return true;
        });
    }

    /**
     * Notes a refusal.
     *
     * @param refusal what is wrong
     */
    public void add(CommandFailure refusal) {
        found.add(String.valueOf(refusal.getMessage()));
    }

    /**
     * Says that everything has been read.
     *
     * @throws CommandFailure with everything that was refused, one line each, if anything was
     */
    public void end() {
        if (!found.isEmpty()) {
            throw new CommandFailure(ExitCode.USAGE, String.join("\n", found));
        }
    }
}
