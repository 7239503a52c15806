package io.afterimage.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** The plan is data about classes that others change: whatever it names must be there, and everything must be named. */
class PlanTest {

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void everyTrial_isABenchmarkWithItsParameters(boolean quickly) throws ReflectiveOperationException {
        for (Suite suite : Plan.of(quickly).suites()) {
            Class<?> type = Class.forName("io.afterimage.benchmarks." + suite.name());
            for (Suite.Step step : suite.steps()) {
                Trial trial = step.trial();
                Method benchmark = benchmark(type, trial);
                Map<String, Field> params = params(type, benchmark);
                assertThat(params.keySet())
                        .as("parameters of %s.%s", suite.name(), trial.name())
                        .containsAll(trial.params().keySet());
                params.forEach((name, param) -> checkValue(suite, trial, name, param));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void selections_ofTheContents_areMeasuredByThePlan(boolean quickly) {
        Plan plan = Plan.of(quickly);
        Contents contents = Contents.of(Sizes.of(quickly));
        List<Selection> unmeasured = contents.targets().stream()
                .flatMap(target -> target.quantity().needs().stream())
                .filter(selection -> plan.suites().stream().noneMatch(suite -> measures(suite, selection)))
                .toList();

        assertThat(unmeasured).extracting(Selection::name).isEmpty();
    }

    @Test
    void named_suites_comeInTheOrderOfThePlan() {
        Plan plan = new Plan(List.of(Suite.of("A"), Suite.of("B"), Suite.of("C")));

        assertThat(plan.named(List.of("C", "A"))).extracting(Suite::name).containsExactly("A", "C");
        assertThat(plan.named(List.of())).hasSize(3);
    }

    private static Method benchmark(Class<?> type, Trial trial) {
        return Arrays.stream(type.getMethods())
                .filter(method -> method.isAnnotationPresent(Benchmark.class))
                .filter(method -> method.getName().equals(trial.benchmark()))
                .findFirst()
                .orElseThrow(() -> new AssertionError(type + " has no benchmark " + trial.benchmark()));
    }

    /** The parameters of the class and of the states that the benchmark takes, and of those that these take. */
    private static Map<String, Field> params(Class<?> type, Method benchmark) {
        Set<Class<?>> states = new HashSet<>(List.of(type));
        collect(benchmark.getParameterTypes(), states);
        Map<String, Field> params = new TreeMap<>();
        states.stream()
                .flatMap(state -> Stream.of(state.getFields()))
                .filter(field -> field.isAnnotationPresent(Param.class))
                .forEach(field -> params.put(field.getName(), field));
        return params;
    }

    private static void collect(Class<?>[] types, Set<Class<?>> states) {
        for (Class<?> type : types) {
            if (type.getName().startsWith("io.afterimage") && states.add(type)) {
                Stream.of(type.getMethods()).forEach(method -> collect(method.getParameterTypes(), states));
            }
        }
    }

    private static void checkValue(Suite suite, Trial trial, String name, Field param) {
        String chosen = trial.params().get(name);
        String place = suite.name() + "." + trial.name() + ", " + name;
        if (chosen == null) {
            assertThat(param.getAnnotation(Param.class).value())
                    .as(place + " is not chosen")
                    .hasSize(1);
        } else if (param.getType().isEnum()) {
            assertThat(param.getType().getEnumConstants())
                    .as(place)
                    .extracting(Object::toString)
                    .contains(chosen);
        } else {
            assertThat(chosen).as(place).matches("-?\\d+|true|false");
        }
    }

    private static boolean measures(Suite suite, Selection selection) {
        return suite.name().equals(selection.suite())
                && suite.steps().stream().anyMatch(step -> measures(step, selection.trial()));
    }

    private static boolean measures(Suite.Step step, Trial wanted) {
        return step.trial().benchmark().equals(wanted.benchmark())
                && wanted.params().entrySet().stream()
                        .allMatch(param -> param.getValue()
                                .equals(step.trial().params().getOrDefault(param.getKey(), param.getValue())));
    }
}
