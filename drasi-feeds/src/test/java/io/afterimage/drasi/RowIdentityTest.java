package io.afterimage.drasi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.CorruptStoreException;
import io.afterimage.NewerFormatException;
import io.afterimage.RefusedException;
import io.afterimage.drasi.RowChange.Hint;
import io.afterimage.drasi.RowIdentity.ByColumns;
import io.afterimage.drasi.RowIdentity.ByFullRow;
import io.afterimage.drasi.RowIdentity.BySignature;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RowIdentityTest {

    private static final RowIdentity BY_K = new ByColumns(List.of("k"));
    private static final Hint SIGNED = new Hint(5L, null);
    private static final Hint GROUPED = new Hint(null, List.of("b", "n"));

    @Test
    void storedForm_isPinned() {
        assertStored(BySignature.BY_SIGNATURE, "\"row_signature\"");
        assertStored(
                new ByColumns(List.of("b", "ü\"")),
                "{\"version\":1,\"kind\":\"columns\",\"columns\":[\"b\",\"ü\\\"\"]}");
        assertStored(new ByColumns(List.of()), "{\"version\":1,\"kind\":\"columns\",\"columns\":[]}");
        assertStored(ByFullRow.BY_FULL_ROW, "{\"version\":1,\"kind\":\"full_row\"}");
        assertThat(RowIdentity.stored(Map.of("other", new byte[0]))).isNull();
    }

    private static void assertStored(RowIdentity identity, String json) {
        assertThat(identity.encode()).asString(UTF_8).isEqualTo(json);
        assertThat(RowIdentity.stored(Map.of(RowIdentity.SOURCE_ID, json.getBytes(UTF_8))))
                .isEqualTo(identity);
    }

    @Test
    void developmentVersionsForm_isRefused_sayingWhatToDo() {
        assertThatThrownBy(() -> RowIdentity.decode("[\"k\"]".getBytes(UTF_8)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("without fingerprints")
                .hasMessageContaining("drop the query");
    }

    @Test
    void laterForm_isNewer_andNonsenseIsDamage() {
        assertThatThrownBy(() -> RowIdentity.decode("{\"version\":2,\"kind\":\"x\"}".getBytes(UTF_8)))
                .isInstanceOf(NewerFormatException.class);
        for (String json :
                List.of("{\"version\":1,\"kind\":\"x\"}", "{\"version\":1,\"kind\":\"columns\"}", "\"x\"", "{}")) {
            assertThatThrownBy(() -> RowIdentity.decode(json.getBytes(UTF_8)))
                    .isInstanceOf(CorruptStoreException.class)
                    .hasMessageContaining("afterimage.identity");
        }
    }

    @Test
    void rule_choosesByItsPreference() {
        assertThat(IdentityRule.asItComes().choose(SIGNED, null)).isEqualTo(BySignature.BY_SIGNATURE);
        assertThat(IdentityRule.asItComes().choose(GROUPED, null)).isEqualTo(new ByColumns(List.of("b", "n")));
        assertThat(IdentityRule.asItComes().choose(Hint.NONE, BY_K)).isEqualTo(BY_K);
        assertThat(IdentityRule.asItComes().choose(Hint.NONE, ByFullRow.BY_FULL_ROW))
                .isEqualTo(ByFullRow.BY_FULL_ROW);
        assertThat(IdentityRule.unlessSigned(BY_K).choose(SIGNED, null)).isEqualTo(BySignature.BY_SIGNATURE);
        assertThat(IdentityRule.unlessSigned(BY_K).choose(GROUPED, null)).isEqualTo(BY_K);
        assertThat(IdentityRule.always(BY_K).choose(SIGNED, null)).isEqualTo(BY_K);
        assertThat(IdentityRule.always(BySignature.BY_SIGNATURE).choose(SIGNED, null))
                .isEqualTo(BySignature.BY_SIGNATURE);
    }

    @Test
    void rowWithoutIdentity_isUnusable() {
        for (IdentityRule rule : List.of(IdentityRule.asItComes(), IdentityRule.always(BySignature.BY_SIGNATURE))) {
            assertThatThrownBy(() -> rule.choose(Hint.NONE, null))
                    .isInstanceOf(UnusableLineException.class)
                    .hasMessageContaining("cannot be told from others");
        }
    }

    @Test
    void anotherKindThanIsKnown_isUnusable() {
        assertThatThrownBy(() -> IdentityRule.unlessSigned(BY_K).choose(SIGNED, BY_K))
                .isInstanceOf(UnusableLineException.class)
                .hasMessageContaining("Expected: key columns [k]. Found: row_signature.");
        assertThatThrownBy(() -> IdentityRule.always(ByFullRow.BY_FULL_ROW).choose(Hint.NONE, BY_K))
                .hasMessageContaining("Found: the full row.");
    }
}
