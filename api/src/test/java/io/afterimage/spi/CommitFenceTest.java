package io.afterimage.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.afterimage.CommitResult;
import io.afterimage.Position;
import io.afterimage.ResultCommit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The sequence fence (C10) as a table. */
class CommitFenceTest {

    /** Where the query stands in the store; the commit may come after others of the same call, which lead further. */
    private static final Position STORED = new Position(3, 2, 7);

    private static final Optional<CommitResult> PASSES = Optional.empty();

    private static Position at(long sequence, long configHash) {
        return new Position(3, sequence, configHash);
    }

    private static ResultCommit.Builder commit(long sequence) {
        return ResultCommit.of("q", sequence, List.of());
    }

    private static Optional<CommitResult> duplicate(long sequence) {
        return Optional.of(new CommitResult.Duplicate(STORED, sequence));
    }

    private static Optional<CommitResult> gap(long expected, long sequence) {
        return Optional.of(new CommitResult.Gap(STORED, expected, sequence));
    }

    private static Optional<CommitResult> otherConfig(long configHash) {
        return Optional.of(new CommitResult.OtherConfig(STORED, configHash));
    }

    static Stream<Arguments> bySequence() {
        return Stream.of(
                arguments("first of all", commit(1), at(0, 0), PASSES),
                arguments("second without the first", commit(2), at(0, 0), gap(1, 2)),
                arguments("older", commit(1), at(5, 0), duplicate(1)),
                arguments("the stored one", commit(5), at(5, 0), duplicate(5)),
                arguments("the next", commit(6), at(5, 0), PASSES),
                arguments("one left out", commit(7), at(5, 0), gap(6, 7)),
                arguments("the greatest, left out all", commit(Long.MAX_VALUE), at(0, 0), gap(1, Long.MAX_VALUE)),
                arguments("the greatest, next", commit(Long.MAX_VALUE), at(Long.MAX_VALUE - 1, 0), PASSES),
                arguments("after the greatest", commit(1), at(Long.MAX_VALUE, 0), duplicate(1)));
    }

    static Stream<Arguments> bySequenceThatMayJump() {
        return Stream.of(
                arguments("older", commit(4).allowGaps(), at(5, 0), duplicate(4)),
                arguments("the stored one", commit(5).allowGaps(), at(5, 0), duplicate(5)),
                arguments("the next", commit(6).allowGaps(), at(5, 0), PASSES),
                arguments("some left out", commit(9).allowGaps(), at(5, 0), PASSES),
                arguments("all left out", commit(Long.MAX_VALUE).allowGaps(), at(0, 0), PASSES));
    }

    static Stream<Arguments> byConfig() {
        return Stream.of(
                arguments("none told, none stored", commit(6), at(5, 0), PASSES),
                arguments("none told", commit(6), at(5, 7), PASSES),
                arguments("0 is none told", commit(6).configHash(0), at(5, 7), PASSES),
                arguments("none stored", commit(6).configHash(8), at(5, 0), PASSES),
                arguments("the same", commit(6).configHash(7), at(5, 7), PASSES),
                arguments("another", commit(6).configHash(8), at(5, 7), otherConfig(8)),
                arguments("another, beyond 2^63", commit(6).configHash(-8), at(5, 7), otherConfig(-8)),
                arguments("another, jumping", commit(9).allowGaps().configHash(8), at(5, 7), otherConfig(8)));
    }

    /** What was written before is a duplicate also under another config; a gap too is told first. */
    static Stream<Arguments> bySequenceBeforeConfig() {
        return Stream.of(
                arguments("written before", commit(5).configHash(8), at(5, 7), duplicate(5)),
                arguments("one left out", commit(7).configHash(8), at(5, 7), gap(6, 7)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"bySequence", "bySequenceThatMayJump", "byConfig", "bySequenceBeforeConfig"})
    void refusal_isThatOfTheTable(
            String row, ResultCommit.Builder commit, Position at, Optional<CommitResult> expected) {
        assertThat(CommitRequest.refusal(commit.build(), at, STORED)).as(row).isEqualTo(expected);
    }
}
