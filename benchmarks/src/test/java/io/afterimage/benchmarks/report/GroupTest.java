package io.afterimage.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class GroupTest {

    private static final Group GROUP = Group.of(new Effort(2, 1, 100, 3, 200), "apply")
            .with("batch", 1, 100)
            .with("contender", "OURS", "THEIRS");

    @Test
    void trials_lastParameter_changesFastest() {
        assertThat(names(GROUP.round(1)))
                .containsExactly(
                        "apply batch=1 contender=OURS",
                        "apply batch=1 contender=THEIRS",
                        "apply batch=100 contender=OURS",
                        "apply batch=100 contender=THEIRS");
    }

    @Test
    void trials_ofSeveralBenchmarks_areNeighbours() {
        Group group = Group.of(GROUP.effort(), "batched", "oneByOne").with("engine", "A", "B");

        assertThat(names(group.trials()))
                .containsExactly("batched engine=A", "oneByOne engine=A", "batched engine=B", "oneByOne engine=B");
    }

    @Test
    void trials_secondRound_runBackwards() {
        assertThat(names(GROUP.round(2)))
                .startsWith("apply batch=100 contender=THEIRS", "apply batch=100 contender=OURS");
    }

    @Test
    void parameter_namedAgain_replacesItsValues() {
        assertThat(names(GROUP.with("batch", 10).trials()))
                .containsExactly("apply contender=OURS batch=10", "apply contender=THEIRS batch=10");
    }

    @Test
    void steps_ofASuite_goGroupByGroupAndRoundByRound() {
        Suite suite = Suite.of("X", GROUP, Group.of(new Effort(1, 0, 0, 1, 0), "clear"));

        assertThat(suite.steps()).hasSize(9);
        assertThat(suite.steps().get(4)).extracting(Suite.Step::round).isEqualTo(2);
        assertThat(suite.steps().get(8))
                .extracting(Suite.Step::groupNumber, Suite.Step::name)
                .containsExactly(2, "clear, round 1");
    }

    private static List<String> names(List<Trial> trials) {
        return trials.stream().map(Trial::name).toList();
    }
}
