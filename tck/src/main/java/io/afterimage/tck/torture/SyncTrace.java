package io.afterimage.tck.torture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The system calls of a {@link WritingChild}, as {@code strace -f -y} writes them: between two signs, whether a log was
 * written and then synced. Not thread-safe; one thread at a time.
 */
final class SyncTrace {

    private static final Pattern CALL = Pattern.compile("^(\\d+) +(\\w+)\\((\\d+)<([^>]*)>(?:, \"(.))?.*");
    private static final Pattern RESUMED = Pattern.compile("^(\\d+) +<\\.\\.\\. (\\w+) resumed>.*= 0$");
    private static final int STANDARD_OUTPUT = 1;

    private final Backend backend;
    private final List<Boolean> synced = new ArrayList<>();
    private final Set<String> syncing = new HashSet<>(); // threads inside the sync of a log
    private boolean written;
    private boolean syncedSinceBegin;

    private SyncTrace(Backend backend) {
        this.backend = backend;
    }

    /** Whether each acknowledged write, in order, had a log written and synced before it was acknowledged. */
    static List<Boolean> read(Path trace, Backend backend) throws IOException {
        SyncTrace calls = new SyncTrace(backend);
        Files.readAllLines(trace).forEach(calls::line);
        return calls.synced;
    }

    private void line(String line) {
        Matcher call = CALL.matcher(line);
        if (call.matches()) {
            if (Integer.parseInt(call.group(3)) == STANDARD_OUTPUT && call.group(5) != null) {
                sign(call.group(5).charAt(0));
            } else if (backend.isLog(Path.of(call.group(4)))) {
                log(call.group(1), call.group(2), line);
            }
        } else if (RESUMED.matcher(line).matches() && syncing.remove(line.substring(0, line.indexOf(' ')))) {
            syncedSinceBegin |= written;
        }
    }

    private void sign(char sign) {
        if (sign == WritingChild.BEGUN) {
            written = false;
            syncedSinceBegin = false;
        } else if (sign == WritingChild.DONE) {
            synced.add(syncedSinceBegin);
        }
    }

    private void log(String thread, String call, String line) {
        if (!call.endsWith("sync")) {
            written = true;
        } else if (line.endsWith("<unfinished ...>")) {
            syncing.add(thread);
        } else if (line.endsWith("= 0")) {
            syncedSinceBegin |= written;
        }
    }
}
