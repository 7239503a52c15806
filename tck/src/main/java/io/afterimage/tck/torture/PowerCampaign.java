package io.afterimage.tck.torture;

import io.afterimage.Durability;
import io.afterimage.tck.model.QueryState;
import io.afterimage.tck.model.WriteStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * C16 for {@code POWER_LOSS}, as far as it can be seen without cutting the power: of every write that changes anything, the
 * log was written and then synced between its begin and its acknowledgement, by the system calls that {@code strace} sees.
 * Where there is no strace it is named as untested. What a {@code PROCESS_CRASH} store shows when unsynced bytes vanish is
 * {@link CutCampaign}'s. On failure check whom the sync is left to.
 */
final class PowerCampaign implements Campaign {

    private static final int WRITES = 120;

    @Override
    public String name() {
        return "power";
    }

    @Override
    public String attack() {
        return "Watches the system calls of " + WRITES + " writes for the sync before each acknowledgement.";
    }

    @Override
    public int smallRounds() {
        return 1;
    }

    @Override
    public int fullRounds() {
        return 20;
    }

    @Override
    public void run(Round round) throws IOException {
        round.untested("that a disk keeps what it was told to sync: no power is cut");
        round.untested("that files of one store lose unsynced bytes in any order: only the newest log is cut, by cut");
        Path trace = round.directory().resolve("trace");
        Optional<String> strace = strace(trace);
        if (strace.isEmpty()) {
            round.untested("that the log is synced before each acknowledgement: strace is missing, or may not trace");
            return;
        }
        WriteStream stream = new WriteStream(round.seed());
        try (WritingProcess writer = new WritingProcess(
                round,
                round.newDirectory("store"),
                Durability.POWER_LOSS,
                stream,
                WRITES,
                command(strace.get(), trace))) {
            writer.awaitEnd();
        }
        requireSynced(round, SyncTrace.read(trace, round.backend()));
    }

    private static List<String> command(String strace, Path trace) {
        return List.of(
                strace,
                "-f",
                "-y",
                "-qq",
                "-s",
                "8",
                "-o",
                trace.toString(),
                "-e",
                "signal=none",
                "-e",
                "trace=write,pwrite64,writev,pwritev,fsync,fdatasync");
    }

    /** The program, if it is there and may trace a child. */
    private static Optional<String> strace(Path trace) throws IOException {
        Optional<String> program = Arrays.stream(
                        Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator))
                .map(directory -> Path.of(directory, "strace"))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
        if (program.isEmpty()) {
            return program;
        }
        List<String> command = new ArrayList<>(command(program.get(), trace));
        command.add("true");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.onExit().join().exitValue() == 0 ? program : Optional.empty();
    }

    /** Of each write that changed the state, the trace must tell a sync. */
    private static void requireSynced(Round round, List<Boolean> synced) {
        WriteStream stream = new WriteStream(round.seed());
        if (synced.size() != WRITES) {
            round.found(Harm.WRONG, "The trace is incomplete. Expected: " + WRITES + ". Found: " + synced.size() + ".");
            return;
        }
        for (boolean sync : synced) {
            List<QueryState> before = stream.states();
            String write = stream.toString();
            stream.advance();
            if (!before.equals(stream.states())) {
                round.injected(1);
                if (!sync) {
                    round.found(Harm.LOST, "Acknowledged before the log was synced: " + write);
                }
            }
        }
    }
}
