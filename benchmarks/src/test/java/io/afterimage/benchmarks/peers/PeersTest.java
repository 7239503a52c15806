package io.afterimage.benchmarks.peers;

import static io.afterimage.benchmarks.peers.PeerCommits.DIES_WITH;
import static io.afterimage.benchmarks.peers.PeerCommits.QUERY;
import static io.afterimage.benchmarks.peers.PeerCommits.RETAINED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.Durability;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a peer's commits leave: rows, position and outbox, also after the death of the process. */
class PeersTest {

    private static final long LAST = 25;

    @TempDir
    private Path directory = Path.of("");

    @ParameterizedTest
    @EnumSource
    void commit_beyondTheRetention_keepsTheNewestEntries(PeerMake make) {
        try (Peer peer = make.open(directory, Durability.PROCESS_CRASH)) {
            for (long sequence = 1; sequence <= LAST; sequence++) {
                peer.commit(PeerCommits.commit(sequence));
                assertThat(peer.outboxEntries(QUERY)).isEqualTo(Math.min(sequence, RETAINED));
            }
            assertCommitted(peer, LAST);
            assertThat(peer.sequence("another")).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void closedAndReopened_goesOn(PeerMake make) {
        try (Peer peer = make.open(directory, Durability.POWER_LOSS)) {
            peer.commit(PeerCommits.commit(1));
        }
        try (Peer peer = make.open(directory, Durability.POWER_LOSS)) {
            assertCommitted(peer, 1);
            peer.commit(PeerCommits.commit(2));
            assertCommitted(peer, 2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void processDied_everyCommitIsThere(PeerMake make) throws IOException, InterruptedException {
        assertThat(dieAfterCommits(make, Durability.PROCESS_CRASH)).isEqualTo(DIES_WITH);
        try (Peer peer = make.open(directory, Durability.PROCESS_CRASH)) {
            assertCommitted(peer, LAST);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "KAFKA_STREAMS")
    void opened_toKeepNothing_isRefused(PeerMake make) {
        assertThatThrownBy(() -> make.open(directory, Durability.NOTHING)).hasMessageContaining("NOTHING");
    }

    /** The reason why the log of this store is switched on for the benchmarks. */
    @Test
    void kafkaStreams_asItIs_losesItsCommitsWithTheProcess() throws IOException, InterruptedException {
        assertThat(dieAfterCommits(PeerMake.KAFKA_STREAMS, Durability.NOTHING)).isEqualTo(DIES_WITH);
        try (Peer peer = PeerMake.KAFKA_STREAMS.open(directory, Durability.NOTHING)) {
            assertThat(peer.sequence(QUERY)).isZero();
        }
    }

    private static void assertCommitted(Peer peer, long sequence) {
        assertThat(peer.sequence(QUERY)).isEqualTo(sequence);
        assertThat(peer.outboxEntries(QUERY)).isEqualTo(Math.min(sequence, RETAINED));
        assertThat(peer.rowCount(QUERY)).isEqualTo(PeerCommits.rowsAfter(sequence));
        assertThat(peer.row(QUERY, sequence)).isEqualTo(PeerCommits.row(sequence));
    }

    /** A second JVM with the options of this one. */
    private int dieAfterCommits(PeerMake make, Durability durability) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), PeerCommits.class.getName()));
        command.addAll(List.of(make.name(), directory.toString(), durability.name(), Long.toString(LAST)));
        return new ProcessBuilder(command)
                .redirectOutput(Redirect.DISCARD)
                .redirectError(directory.resolve("errors").toFile())
                .start()
                .waitFor();
    }
}
