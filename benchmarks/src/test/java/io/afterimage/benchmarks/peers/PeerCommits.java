package io.afterimage.benchmarks.peers;

import io.afterimage.Durability;
import io.afterimage.ResultCommit;
import io.afterimage.Retention;
import io.afterimage.RowMutation;
import java.nio.file.Path;
import java.util.List;

/**
 * A stream of commits that is the same in every process: each writes the row under its sequence and an outbox entry, and deletes
 * the row of seven commits before. As a main class: commits to a peer, and dies without closing it.
 */
final class PeerCommits {

    static final String QUERY = "readings";
    static final int RETAINED = 10;
    static final int DIES_WITH = 42;
    private static final int ROWS = 7;

    private PeerCommits() {}

    public static void main(String[] arguments) {
        Peer peer = PeerMake.valueOf(arguments[0]).open(Path.of(arguments[1]), Durability.valueOf(arguments[2]));
        for (long sequence = 1; ; sequence++) {
            peer.commit(commit(sequence));
            if (sequence == Long.parseLong(arguments[3])) {
                Runtime.getRuntime().halt(DIES_WITH);
            }
        }
    }

    static ResultCommit commit(long sequence) {
        List<RowMutation> changes =
                List.of(RowMutation.upsert(sequence, row(sequence)), RowMutation.delete(sequence - ROWS));
        return ResultCommit.of(QUERY, sequence, changes)
                .outbox(row(sequence), Retention.ofEntries(RETAINED))
                .build();
    }

    static byte[] row(long sequence) {
        return Long.toString(sequence).getBytes(DrasiQuery.TEXT);
    }

    static long rowsAfter(long sequence) {
        return Math.min(sequence, ROWS);
    }
}
