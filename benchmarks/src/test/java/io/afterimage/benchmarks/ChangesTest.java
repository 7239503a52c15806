package io.afterimage.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.RowMutation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The stream of changes is what its names say. */
class ChangesTest {

    private static final int LIVE = 2_000;

    @ParameterizedTest
    @CsvSource({"UPDATES,UNIFORM", "UPDATES,ZIPF", "DELETES,UNIFORM", "MIX,UNIFORM", "MIX,ZIPF"})
    void changes_manyBatches_keepTheirRowsAndChangeBytes(Mix mix, Choice choice) {
        Changes changes = new Changes(mix, choice, LIVE, 50);
        Map<Long, byte[]> rows = loaded(changes);
        for (int i = 0; i < 300; i++) {
            for (RowMutation change : changes.next(100)) {
                apply(change, rows);
            }
            assertThat(rows.size()).isBetween(LIVE - 100, LIVE + LIVE / 10 + 100);
        }
    }

    @ParameterizedTest
    @EnumSource
    void fresh_trimmed_isAsManyRowsAsAtTheBeginning(Choice choice) {
        Changes changes = new Changes(Mix.FRESH, choice, LIVE, 50);
        Map<Long, byte[]> rows = loaded(changes);
        changes.next(1_234).forEach(change -> apply(change, rows));
        assertThat(rows).hasSize(LIVE + 1_234);

        for (List<RowMutation> batch = changes.surplus(1_000); !batch.isEmpty(); batch = changes.surplus(1_000)) {
            batch.forEach(change -> apply(change, rows));
        }
        assertThat(rows).hasSize(LIVE);
    }

    private static Map<Long, byte[]> loaded(Changes changes) {
        Map<Long, byte[]> rows = new HashMap<>();
        var live = changes.live();
        while (live.next()) {
            rows.put(live.rowSignature(), live.data());
        }
        assertThat(rows).hasSize(LIVE);
        return rows;
    }

    /** Applies a change that has to find what it deletes and has to change what it finds. */
    private static void apply(RowMutation change, Map<Long, byte[]> rows) {
        if (change instanceof RowMutation.Upsert upsert) {
            byte[] before = rows.put(upsert.rowSignature(), upsert.data());
            assertThat(upsert.data()).hasSize(50).isNotEqualTo(before);
        } else {
            assertThat(rows.remove(change.rowSignature())).isNotNull();
        }
    }
}
