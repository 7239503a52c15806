package io.afterimage.reactions;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every pair of states, against the arrows of the diagram written down once more. */
class ReactionStateTest {

    private static final Map<ReactionState, String> ARROWS = Map.of(
            ReactionState.STARTING, "PLANNING RETRYING STOPPED FAILED",
            ReactionState.PLANNING, "BOOTSTRAPPING REPLAYING RETRYING STOPPED FAILED",
            ReactionState.BOOTSTRAPPING, "REPLAYING RETRYING STOPPED FAILED",
            ReactionState.REPLAYING, "PLANNING BOOTSTRAPPING LIVE RETRYING STOPPED FAILED",
            ReactionState.LIVE, "PLANNING BOOTSTRAPPING REPLAYING RETRYING STOPPED FAILED",
            ReactionState.RETRYING, "STARTING PLANNING BOOTSTRAPPING REPLAYING LIVE STOPPED FAILED",
            ReactionState.STOPPED, "",
            ReactionState.FAILED, "");

    @ParameterizedTest
    @EnumSource
    void transitions_areThoseOfTheDiagram(ReactionState from) {
        List<String> found = Arrays.stream(ReactionState.values())
                .filter(from::isValidTransition)
                .map(Enum::name)
                .toList();
        String expected = ARROWS.get(from);
        assertThat(String.join(" ", found)).isEqualTo(expected);
        assertThat(from.isFinal()).isEqualTo(found.isEmpty());
    }
}
