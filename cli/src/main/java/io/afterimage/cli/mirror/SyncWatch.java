package io.afterimage.cli.mirror;

import io.afterimage.cli.Console;
import io.afterimage.cli.Progress;
import io.afterimage.mirror.SyncListener;
import io.afterimage.mirror.SyncReport;
import java.util.HashMap;
import java.util.Map;

/** Shows how syncs get on, and notes what fails. Thread-safe. */
final class SyncWatch implements SyncListener {

    private final Console console;
    private final Progress progress;
    private final Map<String, Long> pulled = new HashMap<>();

    SyncWatch(Console console, Progress progress) {
        this.console = console;
        this.progress = progress;
    }

    @Override
    public synchronized void committed(SyncReport soFar) {
        pulled.put(soFar.source(), soFar.total().pulled());
        progress.show(pulled.values().stream().mapToLong(Long::longValue).sum(), -1);
    }

    @Override
    public synchronized void faltered(SyncReport soFar) {
        note(soFar);
    }

    @Override
    public synchronized void ended(SyncReport report) {
        note(report);
    }

    private void note(SyncReport report) {
        report.failure().ifPresent(failure -> console.note(report.source() + ": " + failure.getMessage()));
    }
}
