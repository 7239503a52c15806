package io.afterimage.mirror.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.mirror.DeltaOp;
import io.afterimage.mirror.EventRead;
import io.afterimage.mirror.MirrorEvent;
import io.afterimage.mirror.MirrorExport;
import io.afterimage.mirror.MirrorStore;
import io.afterimage.mirror.MirroredRecord;
import io.afterimage.mirror.ResourceInfo;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the four tables must hold, told by the mirror itself. */
final class Tables {

    private Tables() {}

    /** Catches up, and holds every table against the mirror, row by row. */
    static void assertEqual(String context, MirrorStore mirror, SqlFollower follower) {
        assertThat(follower.catchUp()).as(context).isEqualTo(mirror.head());
        try (MirrorExport export = mirror.export()) {
            assertThat(rows(follower, "SELECT * FROM mirror_records"))
                    .as("%s: records", context)
                    .containsExactlyInAnyOrderElementsOf(records(export));
            assertThat(rows(follower, "SELECT * FROM mirror_resources"))
                    .as("%s: resources", context)
                    .containsExactlyInAnyOrderElementsOf(export.resources().stream()
                            .map(it -> row(it.name(), text(it.registeredAt())))
                            .toList());
            assertThat(rows(follower, "SELECT * FROM mirror_cursors"))
                    .as("%s: cursors", context)
                    .containsExactlyInAnyOrderElementsOf(export.cursors().stream()
                            .map(it -> row(it.source(), it.resource(), it.cursor(), text(it.updatedAt())))
                            .toList());
        }
        assertThat(rows(follower, "SELECT * FROM mirror_events ORDER BY seq"))
                .as("%s: events", context)
                .isEqualTo(events(mirror));
    }

    private static List<List<@Nullable Object>> rows(SqlFollower follower, String sql) {
        return follower.list(sql).rows();
    }

    private static List<List<@Nullable Object>> records(MirrorExport export) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (ResourceInfo resource : export.resources()) {
            try (Stream<MirroredRecord> records = export.records(resource.name())) {
                records.forEach(it -> rows.add(row(
                        it.resource(),
                        it.recordId(),
                        it.payload().toString(),
                        it.source(),
                        text(it.lastSyncedAt()),
                        it.confidence(),
                        it.version())));
            }
        }
        return rows;
    }

    private static List<List<@Nullable Object>> events(MirrorStore mirror) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        long position = mirror.eventsAfter(0, 1) instanceof EventRead.Lag lag ? lag.earliest() - 1 : 0;
        while (position < mirror.head()) {
            EventRead.Page page = (EventRead.Page) mirror.eventsAfter(position, 7);
            page.events().forEach(event -> rows.add(row(event)));
            position = page.position();
        }
        return rows;
    }

    private static List<@Nullable Object> row(MirrorEvent event) {
        boolean delete = event.delta().op() == DeltaOp.DELETE;
        return row(
                event.sequence(),
                event.delta().resource(),
                event.delta().recordId(),
                delete ? "delete" : "upsert",
                delete ? null : event.delta().payload().toString(),
                event.delta().source(),
                event.delta().confidence(),
                text(event.delta().occurredAt()),
                text(event.appliedAt()),
                event.applied() ? 1L : 0L,
                event.decision());
    }

    private static List<@Nullable Object> row(@Nullable Object... values) {
        return Arrays.asList(values);
    }

    /** RFC 3339 with nine digits behind the point. */
    private static String text(Instant moment) {
        String text = Objects.requireNonNull(moment).toString();
        String seconds = text.substring(0, text.length() - 1);
        String whole = seconds.contains(".") ? seconds : seconds + ".";
        return whole + "0".repeat(whole.indexOf('.') + 10 - whole.length()) + "Z";
    }
}
