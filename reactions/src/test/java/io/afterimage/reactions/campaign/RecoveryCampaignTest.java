package io.afterimage.reactions.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.Durability;
import io.afterimage.LiveResultsStore;
import io.afterimage.QuerySummary;
import io.afterimage.Snapshot;
import io.afterimage.Verification;
import io.afterimage.rocksdb.RocksDbLiveResultsStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A producer, a query host and three reactions in a JVM each, over real stores; in every round some of them are killed with
 * SIGKILL at a random moment and started again. At the end nothing is missing, nothing doubled, nothing out of order.
 *
 * <p>50 rounds, or as many as the property {@code afterimage.campaign} says (2,000 for a long night). The property
 * {@code afterimage.campaign.seed} repeats a campaign's choices; the moments are the scheduler's.
 */
class RecoveryCampaignTest {

    private static final int ROUNDS = Integer.getInteger("afterimage.campaign", 50);
    private static final long SEED = Long.getLong("afterimage.campaign.seed", 20_261_120L);

    @TempDir
    private Path directory;

    @Test
    void killedAgainAndAgain_everybodyEndsWhereTheQueryStands() throws Exception {
        Campaign campaign = new Campaign(directory, SEED);
        try {
            campaign.begin();
            for (int round = 0; round < ROUNDS; round++) {
                campaign.round();
            }
            Map<String, Integer> exitCodes = campaign.end();
            print(campaign);
            assertThat(exitCodes.values()).as("exit codes " + exitCodes).containsOnly(0);
            assertThat(campaign.children())
                    .allSatisfy(
                            child -> assertThat(child.failures()).as(child.name).isEmpty());
            verify(campaign.published());
        } finally {
            campaign.killAll();
        }
    }

    private void verify(long published) throws Exception {
        Steps steps = new Steps(SEED);
        try (LiveResultsStore host = RocksDbLiveResultsStore.at(HostProcess.storeIn(directory))
                        .durability(Durability.PROCESS_CRASH)
                        .open();
                LiveResultsStore copies = ReactionProcess.sqlite(ReactionProcess.copiesIn(directory))) {
            for (String queryId : HostProcess.queryIds()) {
                Map<Long, String> expected = steps.rowsAfter(queryId, published);
                assertThat(host.position(queryId).sequence()).isEqualTo(published);
                assertThat(rows(host, queryId)).as(queryId).isEqualTo(expected);
                assertThat(rows(copies, queryId)).as("copy of " + queryId).isEqualTo(expected);
            }
            assertThat(host.verifyAll()).allMatch(Verification::passed);
            assertThat(copies.verifyAll()).allMatch(Verification::passed);
            verifyExactlyOnce(copies, published);
        }
        assertThat(RowFiles.read(ReactionProcess.rowFilesIn(directory)))
                .isEqualTo(steps.rowsAfter(HostProcess.NARROW, published));
        verifyAtLeastOnceInOrder(SequenceLog.read(ReactionProcess.logIn(directory)), published);
    }

    /** The copy's own log holds every emission since its only bootstrap, each as one commit of its own. */
    private static void verifyExactlyOnce(LiveResultsStore copies, long published) {
        QuerySummary copy = copies.queries().stream()
                .filter(it -> it.queryId().equals(HostProcess.WIDE))
                .findFirst()
                .orElseThrow();
        assertThat(copy.position().generation()).as("bootstraps of the copy").isEqualTo(1);
        assertThat(copy.position().sequence()).isEqualTo(published);
        assertThat(copy.outboxEntries()).as("commits of the copy").isEqualTo(published);
    }

    /** Each emission is the next one or, after a kill between effect and checkpoint, the last one again. */
    private static void verifyAtLeastOnceInOrder(long[] seen, long published) {
        assertThat(seen[0]).as("first emission seen").isEqualTo(1);
        for (int i = 1; i < seen.length; i++) {
            assertThat(seen[i]).as("emission after " + seen[i - 1]).isBetween(seen[i - 1], seen[i - 1] + 1);
        }
        assertThat(seen[seen.length - 1]).isEqualTo(published);
    }

    private static Map<Long, String> rows(LiveResultsStore store, String queryId) {
        Map<Long, String> rows = new TreeMap<>();
        try (Snapshot snapshot = store.readSnapshot(queryId)) {
            snapshot.toList()
                    .forEach(row -> rows.put(row.rowSignature(), new String(row.data(), StandardCharsets.UTF_8)));
        }
        return rows;
    }

    @SuppressWarnings("SystemOut") // the closing table is part of what the campaign is for
    private void print(Campaign campaign) throws Exception {
        StringBuilder table = new StringBuilder("Campaign: seed " + SEED + ", " + ROUNDS + " rounds, "
                + campaign.published() + " emissions of each query\n");
        for (Child child : campaign.children()) {
            table.append(String.format("  %-9s killed %3d times; %s%n", child.name, child.kills(), child.said()));
        }
        long[] seen = SequenceLog.read(ReactionProcess.logIn(directory));
        table.append("  the trigger saw ")
                .append(seen.length)
                .append(" emissions, ")
                .append(seen.length - campaign.published())
                .append(" of them again\n");
        System.out.println(table);
    }
}
