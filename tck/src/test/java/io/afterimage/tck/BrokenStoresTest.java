package io.afterimage.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** The kit tested: every store that is broken on purpose is caught by the rule it breaks. */
class BrokenStoresTest {

    @Test
    void everyBrokenStore_isCaughtByTheRuleItBreaks() {
        Map<String, String> table = new TreeMap<>();
        List<String> missed = new ArrayList<>();
        brokenStores().forEach(store -> {
            Set<String> caughtBy = failuresOf(store, store.rule() + "_");
            table.put(store.toString(), caughtBy.isEmpty() ? "NOT CAUGHT" : String.join(", ", caughtBy));
            if (caughtBy.isEmpty()) {
                missed.add(store.toString());
            }
        });
        table.forEach((store, caughtBy) -> System.out.printf("%-60s caught by %s%n", store, caughtBy));
        assertThat(missed).as("broken stores that no test of their rule caught").isEmpty();
    }

    @Test
    void everyRule_hasABrokenStore() {
        Set<String> rules = Stream.concat(
                        Stream.iterate(1, n -> n <= 23, n -> n + 1).map(n -> String.format("c%02d", n)),
                        Stream.of("c11a"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(brokenStores().map(BrokenStore::rule).collect(Collectors.toSet()))
                .isEqualTo(rules);
    }

    @Test
    void unbrokenStore_passesEveryRule() {
        assertThat(failuresOf(new Reference(), "c")).isEmpty();
    }

    private static Stream<BrokenStore> brokenStores() {
        return Stream.of(BrokenRows.all(), BrokenPositions.all(), BrokenLives.all())
                .flatMap(stores -> stores);
    }

    /** Runs the tests whose names begin so, and names those that fail. */
    private static Set<String> failuresOf(StoreUnderTest store, String prefix) {
        BrokenStoreContract.choose(store);
        PostDiscoveryFilter ofTheRule = test -> FilterResult.includedIf(test.getSource()
                .filter(source -> !(source instanceof MethodSource method)
                        || method.getMethodName().startsWith(prefix))
                .isPresent());
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(BrokenStoreContract.class))
                .filters(ofTheRule)
                .build();
        Outcomes outcomes = new Outcomes();
        LauncherFactory.create().execute(request, outcomes);
        assertThat(outcomes.finished).as("tests of %s", prefix).isPositive();
        return outcomes.failed;
    }

    /** What came of the tests. */
    private static final class Outcomes implements TestExecutionListener {
        private final Set<String> failed = new TreeSet<>();
        private int finished;

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            if (test.isTest()) {
                finished++;
                if (result.getStatus() != TestExecutionResult.Status.SUCCESSFUL) {
                    failed.add(test.getDisplayName().replace("()", ""));
                }
            }
        }
    }
}
