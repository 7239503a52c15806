package io.afterimage.cli.mirror.demo;

import io.afterimage.cli.mirror.origin.Question;
import io.afterimage.cli.mirror.origin.Truth;
import io.afterimage.cli.mirror.origin.Truth.OriginRecord;
import io.afterimage.mirror.MirrorStore;
import io.afterimage.mirror.MirroredRecord;
import io.afterimage.mirror.RecordPage;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Compares a mirror with its origin: every record with its row, every version with the number of changes, every change with
 * its event, every restart's cursor with what had been applied, every answer. One judge judges once.
 */
final class Judge {

    private static final int SHOWN_DIFFERENCES = 10;
    private static final int PAGE_RECORDS = 1_000;

    private final Truth truth;
    private final List<String> differences = new ArrayList<>();
    private long wrongRecords;
    private long wrongVersions;
    private long wrongCursors;
    private long wrongAnswers;
    private long records;

    Judge(Truth truth) {
        this.truth = truth;
    }

    /** Records, versions and events. */
    void judge(MirrorStore mirror, EventAudit audit) {
        differences.addAll(audit.problems());
        wrongVersions += audit.problems().size();
        truth.records().forEach((resource, rows) -> {
            rows.forEach((id, row) -> {
                judgeVersions(resource, id, row, audit.applied(resource, id));
                judgeRecord(row, mirror.record(resource, id), audit.applied(resource, id));
            });
            judgeCount(mirror, resource, rows);
        });
    }

    /** What the feed has told is applied once each; what a list has shown, at most. */
    private void judgeVersions(String resource, String id, OriginRecord row, List<Instant> applied) {
        List<Instant> expected = new ArrayList<>(row.changedAt());
        if (!Truth.isFeed(resource)) {
            expected.retainAll(applied); // not every change was there when the list was read, but the last one was
            expected.removeIf(row.changedAt().get(row.changedAt().size() - 1)::equals);
            expected.add(row.changedAt().get(row.changedAt().size() - 1));
        }
        if (!applied.equals(expected)) {
            wrongVersions++;
            differ("The changes that were applied are not those of the origin. Record: " + resource + "/" + id
                    + ". Expected: " + expected + ". Found: " + applied + ".");
        }
    }

    private void judgeRecord(OriginRecord row, Optional<MirroredRecord> found, List<Instant> applied) {
        boolean right = found.map(record -> record.holds(row.row())
                        && record.version() == applied.size()
                        && record.occurredAt()
                                .equals(row.changedAt().get(row.changedAt().size() - 1)))
                .orElse(row.row().isNull());
        if (!right) {
            wrongRecords++;
            differ("A record is not the origin's. Expected: " + row + ". Found: "
                    + found.map(MirroredRecord::toString).orElse("none") + ".");
        }
    }

    /** Nothing is there that the origin has not: the pages hold as many records as the origin has rows. */
    private void judgeCount(MirrorStore mirror, String resource, Map<String, OriginRecord> rows) {
        long expected =
                rows.values().stream().filter(row -> !row.row().isNull()).count();
        long listed = 0;
        RecordPage page = mirror.records(resource, PAGE_RECORDS);
        listed += page.records().size();
        while (page.next().isPresent()) {
            page = mirror.records(resource, page.next().get(), PAGE_RECORDS);
            listed += page.records().size();
        }
        records += listed;
        if (listed != expected || mirror.count(resource) != expected) {
            wrongRecords += Math.max(1, Math.abs(listed - expected));
            differ("A resource has another number of records. Resource: " + resource + ". Expected: " + expected
                    + ". Found: " + listed + " listed, " + mirror.count(resource) + " counted.");
        }
    }

    /** A restart found a cursor: what the feed told up to it was applied, all of it and nothing else. */
    void judgeRestart(long cursor, long feedEvents) {
        long expected = truth.records().entrySet().stream()
                .filter(resource -> Truth.isFeed(resource.getKey()))
                .flatMap(resource -> resource.getValue().values().stream())
                .flatMap(row -> row.changedAt().stream())
                .filter(moment -> Truth.numberOf(moment) <= cursor)
                .count();
        if (feedEvents != expected) {
            wrongCursors++;
            differ("A cursor did not stand where its records stood. Cursor: " + cursor + ". Expected: " + expected
                    + " changes applied. Found: " + feedEvents + ".");
        }
    }

    /** An answer of the mirror against the origin's own. */
    void judgeAnswer(Question question, List<List<@Nullable Object>> rows) {
        JsonNode expected = Objects.requireNonNull(truth.answers().get(question));
        boolean right = rows.size() == expected.size();
        for (int row = 0; right && row < rows.size(); row++) {
            right = sameRow(expected.get(row), rows.get(row));
        }
        if (!right) {
            wrongAnswers++;
            differ("An answer is not the origin's. Question: " + question.text() + " Expected: " + expected
                    + ". Found: " + rows + ".");
        }
    }

    private static boolean sameRow(JsonNode expected, List<@Nullable Object> row) {
        boolean same = expected.size() == row.size();
        for (int column = 0; same && column < row.size(); column++) {
            same = sameValue(expected.get(column), row.get(column));
        }
        return same;
    }

    private static boolean sameValue(JsonNode expected, @Nullable Object value) {
        if (value instanceof Number number && expected.isNumber()) {
            return new BigDecimal(number.toString()).compareTo(expected.decimalValue()) == 0;
        }
        return value == null
                ? expected.isNull()
                : expected.isString() && expected.stringValue().equals(value);
    }

    private void differ(String sentence) {
        differences.add(sentence);
    }

    /** What was found. */
    Verdict verdict() {
        return new Verdict(
                records,
                wrongRecords,
                wrongVersions,
                wrongCursors,
                wrongAnswers,
                differences.stream().limit(SHOWN_DIFFERENCES).toList());
    }

    /**
     * What a judge found. Immutable.
     *
     * @param records how many records the mirror holds
     * @param wrongRecords how many of them are not the origin's, or missing, or too many
     * @param wrongVersions how often the applied changes are not those of the origin, each once
     * @param wrongCursors how often a restart found a cursor that did not stand where its records stood
     * @param wrongAnswers how many answers are not the origin's
     * @param differences the first differences in words
     */
    record Verdict(
            long records,
            long wrongRecords,
            long wrongVersions,
            long wrongCursors,
            long wrongAnswers,
            List<String> differences) {

        Verdict {
            differences = List.copyOf(differences);
        }

        boolean verified() {
            return wrongRecords + wrongVersions + wrongCursors + wrongAnswers == 0;
        }
    }
}
