package io.afterimage.cli.mirror.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.InMemoryLiveResultsStore;
import io.afterimage.cli.mirror.origin.Question;
import io.afterimage.cli.mirror.origin.Truth;
import io.afterimage.cli.mirror.origin.Truth.OriginRecord;
import io.afterimage.mirror.ConflictStrategies;
import io.afterimage.mirror.Delta;
import io.afterimage.mirror.DeltaBatch;
import io.afterimage.mirror.MirrorStore;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.NullNode;

/** A judge that cannot say no is worth nothing: each kind of fault is made, and must be found. */
class JudgeTest {

    private static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");

    private final InMemoryLiveResultsStore store = new InMemoryLiveResultsStore();
    private final MirrorStore mirror =
            MirrorStore.over(store).strategy(ConflictStrategies.arrivalOrder()).open();
    private final Map<String, Map<String, OriginRecord>> truth = new TreeMap<>();

    JudgeTest() {
        truth.put(
                "tracks",
                new TreeMap<>(Map.of(
                        "1", new OriginRecord(List.of(at(1), at(3)), row(3)),
                        "2", new OriginRecord(List.of(at(2)), row(2)),
                        "3", new OriginRecord(List.of(at(4), at(5)), NullNode.getInstance()))));
        truth.put("albums", new TreeMap<>(Map.of("9", new OriginRecord(List.of(at(6), at(7), at(8)), row(8)))));
    }

    @AfterEach
    void close() {
        mirror.close();
        store.close();
    }

    private static Instant at(long number) {
        return BEGINNING.plusSeconds(number);
    }

    private static JsonNode row(long value) {
        return JsonMapper.shared().createObjectNode().put("value", value);
    }

    private static Delta change(String resource, String id, long number) {
        return Delta.upsert(resource, id, row(number), at(number), "shop");
    }

    private static Delta gone(String id, long number) {
        return Delta.delete("tracks", id, at(number), "shop");
    }

    private void apply(Delta... deltas) {
        mirror.apply(DeltaBatch.of(deltas));
    }

    private void applyEverything() {
        apply(
                change("tracks", "1", 1),
                change("tracks", "2", 2),
                change("tracks", "1", 3),
                change("tracks", "3", 4),
                gone("3", 5),
                change("albums", "9", 6),
                change("albums", "9", 8));
    }

    private Judge.Verdict judge() {
        Judge judge = new Judge(new Truth(truth, new EnumMap<>(Question.class), Map.of()));
        judge.judge(mirror, EventAudit.of(mirror));
        return judge.verdict();
    }

    @Test
    void mirrorThatIsRight_isVerified() {
        applyEverything();
        apply(change("albums", "9", 8)); // comes again, and is skipped
        assertThat(judge()).isEqualTo(new Judge.Verdict(3, 0, 0, 0, 0, List.of()));
    }

    @Test
    void changeThatWasAppliedTwice_isFound() {
        applyEverything();
        apply(change("tracks", "2", 1)); // arrival order takes it
        apply(change("tracks", "2", 2));
        Judge.Verdict verdict = judge();
        assertThat(verdict.verified()).isFalse();
        assertThat(verdict.wrongVersions()).isEqualTo(1);
    }

    @Test
    void changeOfTheFeedThatWasNeverApplied_isFound() {
        apply(
                change("tracks", "1", 3),
                change("tracks", "2", 2),
                change("tracks", "3", 4),
                gone("3", 5),
                change("albums", "9", 8));
        assertThat(judge().wrongVersions()).isEqualTo(1);
    }

    @Test
    void lastChangeOfAListThatWasNeverApplied_isFound() {
        applyEverything();
        apply(change("albums", "9", 7));
        Judge.Verdict verdict = judge();
        assertThat(verdict.wrongRecords()).isEqualTo(1);
        assertThat(verdict.wrongVersions()).isEqualTo(1);
    }

    @Test
    void recordsThatAreMissingOrTooMany_areFound() {
        apply(change("tracks", "1", 1), change("tracks", "1", 3), change("albums", "9", 8), change("tracks", "77", 2));
        Judge.Verdict verdict = judge();
        assertThat(verdict.wrongRecords()).isEqualTo(1); // 2 is missing; 77 makes the count right again
        assertThat(verdict.wrongVersions()).isEqualTo(2); // nothing was told of 2 and 3
        apply(change("tracks", "78", 2));
        assertThat(judge().wrongRecords()).isEqualTo(2);
    }

    @Test
    void recordWithOtherContent_isFound() {
        applyEverything();
        truth.put("tracks", new TreeMap<>(Map.of("1", new OriginRecord(List.of(at(1), at(3)), row(4)))));
        assertThat(judge().differences())
                .anyMatch(difference -> difference.startsWith("A record is not the origin's."));
    }

    @Test
    void cursorThatIsAheadOrBehind_isFound() {
        Judge judge = new Judge(new Truth(truth, new EnumMap<>(Question.class), Map.of()));
        judge.judgeRestart(0, 0);
        judge.judgeRestart(3, 3);
        judge.judgeRestart(6, 5); // the sixth is an album, which the feed does not tell
        assertThat(judge.verdict().wrongCursors()).isZero();
        judge.judgeRestart(4, 3);
        judge.judgeRestart(4, 5);
        assertThat(judge.verdict().wrongCursors()).isEqualTo(2);
    }

    @Test
    void answers_areComparedByValue() {
        JsonNode expected = JsonMapper.shared().readTree("[[\"Rock\",12,1.50,null]]");
        Judge judge = new Judge(new Truth(truth, Map.of(Question.GENRES, expected), Map.of()));
        judge.judgeAnswer(Question.GENRES, List.of(Arrays.asList("Rock", 12L, 1.5, null)));
        assertThat(judge.verdict().wrongAnswers()).isZero();
        judge.judgeAnswer(Question.GENRES, List.of(Arrays.asList("Rock", 13L, 1.5, null)));
        judge.judgeAnswer(Question.GENRES, List.of(Arrays.asList("Rock", "12", 1.5, null)));
        judge.judgeAnswer(Question.GENRES, List.of(Arrays.asList("Rock", 12L, 1.5)));
        judge.judgeAnswer(Question.GENRES, List.of());
        assertThat(judge.verdict().wrongAnswers()).isEqualTo(4);
    }
}
