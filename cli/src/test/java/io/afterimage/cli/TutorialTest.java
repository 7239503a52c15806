package io.afterimage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.CommitResult;
import io.afterimage.LiveResultsStore;
import io.afterimage.Position;
import io.afterimage.ResultCommit;
import io.afterimage.Row;
import io.afterimage.RowMutation;
import io.afterimage.Snapshot;
import io.afterimage.rocksdb.RocksDbLiveResultsStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's example, running, and the README held against it. */
class TutorialTest {

    @Test
    void readme_example_doesWhatItSays(@TempDir Path temp) {
        Path directory = temp.resolve("rooms");
        List<String> shown = new ArrayList<>();
        for (int run = 1; run <= 2; run++) {
            shown.add(example(directory));
        }
        assertThat(shown.get(0)).startsWith("Applied").endsWith("1 row: {\"room\":\"r1\",\"temp\":21.5}");
        assertThat(shown.get(1)).startsWith("Duplicate").endsWith("1 row: {\"room\":\"r1\",\"temp\":21.5}");
    }

    private static String example(Path directory) {
        byte[] row = "{\"room\":\"r1\",\"temp\":21.5}".getBytes(StandardCharsets.UTF_8);
        byte[] cursor = {1, 2, 3};
        // tag::readme[]
        try (LiveResultsStore store = RocksDbLiveResultsStore.at(directory).open()) {
            ResultCommit emission = ResultCommit.of(
                            "hot-rooms",
                            1,
                            List.of(RowMutation.upsert(418212035176988429L, row), RowMutation.delete(42)))
                    .outbox(row) // what a reaction that lags behind will read
                    .sourcePosition("building-7", cursor) // where the source resumes
                    .build();
            CommitResult answer = store.commit(emission); // Applied; after a restart the same emission is a Duplicate
            Position at = store.position("hot-rooms"); // generation 1, sequence 1
            try (Snapshot snapshot = store.readSnapshot("hot-rooms"); // frozen, whatever is written meanwhile
                    Stream<Row> rows = snapshot.stream()) {
                String first = new String(rows.findFirst().orElseThrow().data(), StandardCharsets.UTF_8);
                return answer + " at " + at + ", " + snapshot.rowCount() + " row: " + first;
            }
        }
        // end::readme[]
    }

    @Test
    void readme_showsTheExampleAsItRuns() throws IOException {
        String source = Files.readString(Path.of("src/test/java/io/afterimage/cli/TutorialTest.java"));
        String example = between(source, "// tag::readme[]\n", "        // end::readme[]");
        String readme = Files.readString(Path.of("../README.md"));
        assertThat(between(readme, "```java\n", "```"))
                .isEqualTo(example.stripTrailing().stripIndent() + "\n");
    }

    private static String between(String text, String start, String end) {
        int from = text.indexOf(start) + start.length();
        return text.substring(from, text.indexOf(end, from));
    }
}
