package io.afterimage.drasi.view;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.CommitResult;
import io.afterimage.InMemoryLiveResultsStore;
import io.afterimage.LiveResultsStore;
import io.afterimage.Position;
import io.afterimage.drasi.Bootstrap;
import io.afterimage.drasi.IdentityRule;
import io.afterimage.drasi.QuerySettings;
import io.afterimage.drasi.RowIdentity;
import io.afterimage.drasi.RowIdentity.ByColumns;
import io.afterimage.drasi.RowIdentity.ByFullRow;
import io.afterimage.drasi.RowIdentity.BySignature;
import io.afterimage.drasi.view.ViewException.Trouble;
import io.afterimage.reactions.EmissionDraft;
import io.afterimage.reactions.RetryPolicy;
import io.afterimage.reactions.RowDiff;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ViewHealerTest {

    private static final RowIdentity BY_K = new ByColumns(List.of("k"));
    private static final RetryPolicy AT_ONCE = new RetryPolicy(3, Duration.ZERO, Duration.ZERO, 0);

    private final LiveResultsStore store = new InMemoryLiveResultsStore();
    private ScriptedServer server;

    @BeforeEach
    void start() throws IOException {
        server = new ScriptedServer();
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        store.close();
    }

    @Test
    void rowsAreReplaced_andEmissionsGoOnAfterTheHeader() {
        server.thenView(view(7, "{\"k\":1,\"v\":\"new\"}", "{\"v\":9.0,\"k\":2}"));
        try (FedQuery query = query(IdentityRule.always(BY_K), 6)) {
            assertThat(healer().heal(query)).isTrue();
            assertThat(query.rows()).containsExactlyInAnyOrder("{\"k\":1,\"v\":\"new\"}", "{\"v\":9.0,\"k\":2}");
            assertThat(query.position()).isEqualTo(new Position(1, 7, 0));
            assertThat(RowIdentity.stored(query.sourcePositions())).isEqualTo(BY_K);
            assertThat(query.sourcePositions().get(Bootstrap.SOURCE_ID))
                    .asString(UTF_8)
                    .isEqualTo("7/1755770400100");
            EmissionDraft emission = EmissionDraft.of(List.of(new RowDiff.Removed(1, null)));
            assertThat(query.query().accept(7, emission)).isInstanceOf(CommitResult.Duplicate.class);
            assertThat(query.query().accept(8, emission).applied()).isTrue();
        }
    }

    @Test
    void viewThatIsCutAnywhere_leavesTheOldState() {
        byte[] whole = ScriptedServer.untilClosed(view(7, "{\"k\":1}", "{\"k\":2}"));
        try (FedQuery query = query(IdentityRule.always(BY_K), 6)) {
            server.thenView(view(6, "{\"k\":\"old\"}"));
            healer().heal(query);
            for (int length = 0; length < whole.length; length++) {
                byte[] cut = Arrays.copyOf(whole, length);
                server.then(out -> out.write(cut));
                assertThatThrownBy(() -> healer().retries(once()).heal(query)).isInstanceOf(ViewException.class);
                assertThat(query.rows()).containsExactly("{\"k\":\"old\"}");
                assertThat(query.position().sequence()).isEqualTo(6);
            }
            server.then(out -> out.write(whole));
            healer().heal(query);
            assertThat(query.rows()).hasSize(2);
        }
    }

    @Test
    void troubleThatMayPass_isMetAgain_untilTheAttemptsAreUsedUp() {
        try (FedQuery query = query(IdentityRule.always(BY_K), 7)) {
            server.thenStatus(503).thenView(view(6, "{\"k\":1}")).thenView(view(9, "{\"k\":2}"));
            assertThat(healer().heal(query)).isTrue();
            assertThat(query.rows()).containsExactly("{\"k\":2}");
            assertThat(server.requests()).hasSize(3);
            server.thenView(view(6, "{\"k\":1}"));
            assertTrouble(healer(), query, Trouble.LAGGING, "Expected: sequence 7 or more. Found: 6.");
            assertThat(server.requests()).hasSize(6);
            server.thenStatus(404);
            assertTrouble(healer(), query, Trouble.ABSENT, "no view of the query");
            assertThat(server.requests()).as("asked once").hasSize(7);
            assertThat(query.rows()).containsExactly("{\"k\":2}");
        }
    }

    @Test
    void rowsBySignature_areRefusedFromDrasi_andTakenFromAfterimage() {
        try (FedQuery query = query(IdentityRule.always(BySignature.BY_SIGNATURE), 0)) {
            server.thenView(view(7, "{\"k\":1}"));
            assertTrouble(healer(), query, Trouble.UNSUITABLE, "told apart by signature, and its view has none");
            server.thenView(afterimageView("\"row_signature\"", signed("{\"k\":1}", "5"), signed("[2]", "6")));
            healer().heal(query);
            assertThat(query.rows()).containsExactly("{\"k\":1}", "[2]");
            assertThat(store.row("q", 6)).hasValue("[2]".getBytes(UTF_8));
            server.thenView(afterimageView("\"row_signature\"", "{\"data\":1}"));
            assertTrouble(healer(), query, Trouble.MALFORMED, "no signature");
            server.thenView(afterimageView("\"row_signature\"", signed("1", "5"), signed("2", "5")));
            assertTrouble(healer(), query, Trouble.UNSUITABLE, "Rows: number 1 and 2 of the view");
        }
    }

    @Test
    void fullRows_areRefusedFromDrasi_unlessCollapsedOnesAreAccepted() {
        try (FedQuery query = query(IdentityRule.unlessSigned(ByFullRow.BY_FULL_ROW), 0)) {
            server.thenView(view(7, "{\"k\":1}", "2"));
            assertTrouble(healer(), query, Trouble.UNSUITABLE, "keeps equal rows once");
            healer().acceptCollapsedRows().heal(query);
            assertThat(query.rows()).containsExactlyInAnyOrder("{\"k\":1}", "2");
        }
    }

    @Test
    void equalRowsOfAnAfterimage_keepTheirNumber_andItsIdentityIsTakenOver() {
        String a = signed("{\"k\":1}", "1");
        String b = signed("{\"k\":2}", "2");
        server.thenView(afterimageView("{\"version\":1,\"kind\":\"full_row\"}", a, a, a, b, signed("3", "3")));
        try (FedQuery query = query(IdentityRule.asItComes(), 0)) {
            healer().heal(query);
            assertThat(query.rows()).containsExactlyInAnyOrder("3 x {\"k\":1}", "{\"k\":2}", "3");
            assertThat(RowIdentity.stored(query.sourcePositions())).isEqualTo(ByFullRow.BY_FULL_ROW);
            server.thenView(afterimageView("{\"version\":1,\"kind\":\"full_row\"}", a, b, a));
            assertTrouble(healer(), query, Trouble.UNSUITABLE, "Rows: number 1 and 3 of the view, with the same key");
        }
    }

    @Test
    void columnsThatDoNotTellTheRowsApart_areRefused() {
        server.thenView(view(7, "{\"k\":1,\"v\":1}", "{\"k\":2}", "{\"k\":1.0,\"v\":2}"));
        try (FedQuery query = query(IdentityRule.always(BY_K), 0)) {
            assertTrouble(healer(), query, Trouble.UNSUITABLE, "Rows: number 1 and 3 of the view, with the same key");
            server.thenView(view(7, "{\"k\":1}", "{\"j\":2}"));
            assertTrouble(healer(), query, Trouble.UNSUITABLE, "lacks a key column");
            assertThat(query.position().sequence()).isZero();
        }
    }

    @Test
    void rowsThatNothingTellsApart_areRefused_butAViewWithoutRowsIsNot() {
        try (FedQuery query = query(IdentityRule.asItComes(), 0)) {
            server.thenView(view(7, "{\"k\":1}"));
            assertTrouble(healer(), query, Trouble.UNSUITABLE, "cannot be told apart");
            server.thenView(view(7));
            healer().heal(query);
            assertThat(query.position().sequence()).isEqualTo(7);
            assertThat(query.sourcePositions()).containsOnlyKeys(Bootstrap.SOURCE_ID);
        }
    }

    @Test
    void storedIdentity_goesBeforeTheSettings() {
        server.thenView(view(7, "{\"k\":1}")).thenView(view(8, "{\"k\":2}"));
        try (FedQuery query = query(IdentityRule.always(BY_K), 0)) {
            healer().heal(query);
        }
        try (FedQuery query = query(IdentityRule.asItComes(), 8)) {
            healer().heal(query);
            assertThat(query.rows()).containsExactly("{\"k\":2}");
        }
    }

    private static void assertTrouble(ViewHealer healer, FedQuery query, Trouble trouble, String message) {
        assertThatThrownBy(() -> healer.heal(query))
                .isInstanceOfSatisfying(
                        ViewException.class,
                        error -> assertThat(error.trouble()).isEqualTo(trouble))
                .hasMessageContaining("Query: q.")
                .hasMessageContaining(message);
    }

    private ViewHealer healer() {
        return ViewHealer.from(ViewClient.at(server.base()).build()).retries(AT_ONCE);
    }

    private static RetryPolicy once() {
        return new RetryPolicy(1, Duration.ZERO, Duration.ZERO, 0);
    }

    private FedQuery query(IdentityRule rule, long requiredSequence) {
        return new FedQuery(store, QuerySettings.of("q").identity(rule), requiredSequence);
    }

    private static String view(long sequence, String... rows) {
        StringBuilder body = new StringBuilder(
                "[{\"header\":{\"sequence\":" + sequence + ",\"timestamp\":1755770400100,\"state\":\"running\"}}");
        for (String row : rows) {
            body.append("\n,{\"data\":").append(row).append('}');
        }
        return body.append(']').toString();
    }

    private static String afterimageView(String identity, String... items) {
        return "[{\"header\":{\"sequence\":7,\"timestamp\":5,\"state\":\"running\",\"generation\":3,\"configHash\":\"0\","
                + "\"identity\":" + identity + "}}," + String.join(",", items) + "]";
    }

    private static String signed(String row, String signature) {
        return "{\"data\":" + row + ",\"signature\":\"" + signature + "\"}";
    }
}
