package io.afterimage.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.Durability;
import io.afterimage.cli.CommandFailure;
import io.afterimage.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigSectionTest {

    private static final Map<String, String> ENVIRONMENT = Map.of("TOKEN", "s3cret$1", "HOST", "localhost");

    @TempDir
    private Path directory;

    private ConfigSection read(String yaml) {
        try {
            return ConfigFile.read(Files.writeString(directory.resolve("a.yaml"), yaml), ENVIRONMENT);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void assertRefused(String yaml, Consumer<ConfigSection> reading, String... parts) {
        assertThatThrownBy(() -> reading.accept(read(yaml)))
                .isInstanceOfSatisfying(
                        CommandFailure.class,
                        failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE))
                .hasMessageContaining("a.yaml")
                .hasMessageContainingAll(parts)
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void values_areReadByTheirKind() {
        ConfigSection root = read("""
                name: a ${HOST} b
                number: 7
                share: 0.5
                on: true
                wait: 90s
                size: 16MiB
                kind: power-loss
                tags: [a, 7]
                tag: one
                headers: {X-A: 1, X-B: two}
                parts: {first: {deep: x}, second: {deep: y}}
                list: [{deep: z}]
                nothing:
                """);
        assertThat(root.text("name")).isEqualTo("a localhost b");
        assertThat(root.number("number", 1, 0, 10)).isEqualTo(7);
        assertThat(root.decimal("share", 1, 0, 1)).isEqualTo(0.5);
        assertThat(root.flag("on")).contains(true);
        assertThat(root.duration("wait")).contains(Duration.ofSeconds(90));
        assertThat(root.bytes("size")).contains(16L << 20);
        assertThat(root.choice("kind", Durability.class)).contains(Durability.POWER_LOSS);
        assertThat(root.texts("tags")).containsExactly("a", "7");
        assertThat(root.texts("tag")).containsExactly("one");
        assertThat(root.textsByName("headers")).containsExactly(Map.entry("X-A", "1"), Map.entry("X-B", "two"));
        assertThat(root.sectionsByName("parts")).hasSize(2).allSatisfy((name, part) -> {
            assertThat(part.text("deep")).hasSize(1);
            part.end();
        });
        assertThat(root.list("list"))
                .singleElement()
                .satisfies(part -> assertThat(part.text("deep")).isEqualTo("z"));
        assertThat(root.optionalText("nothing")).isEmpty();
        root.end();
    }

    @Test
    void absentKeys_haveTheirDefaults() {
        ConfigSection root = read("a: 1");
        assertThat(root.optionalText("x")).isEmpty();
        assertThat(root.number("x", 5, 0, 9)).isEqualTo(5);
        assertThat(root.texts("x")).isEmpty();
        assertThat(root.list("x")).isEmpty();
        assertThat(root.sectionsByName("x")).isEmpty();
    }

    @Test
    void unknownKey_isRefused_withItsPathAndTheKnownOnes() {
        assertRefused(
                "parts: {first: {depth: 1, deep: 2, deap: 3}}",
                root -> {
                    ConfigSection part = root.section("parts").section("first");
                    part.text("deep");
                    part.number("depth", 0, 0, 9);
                    part.end();
                },
                "Key: parts.first.deap",
                "one of deep, depth");
    }

    @Test
    void missingKey_isRefused() {
        assertRefused("a: 1", root -> root.text("url"), "Key: url", "Expected: a text", "Found: nothing");
        assertRefused("a: 1", root -> root.section("part"), "Key: part", "Expected: a mapping");
    }

    @ParameterizedTest
    @CsvSource({"number, 11", "number, x", "number, 1.5", "number, 99999999999999999999", "share, 2", "share, .nan"})
    @CsvSource({"on, 1", "wait, 5", "wait, 5 years", "wait, 999999999999999d", "size, 3KB", "size, -1", "kind, cosy"})
    void valuesOfTheWrongKind_areRefused(String key, String value) {
        assertRefused(
                key + ": " + value,
                root -> {
                    root.number("number", 1, 0, 10);
                    root.decimal("share", 1, 0, 1);
                    root.flag("on");
                    root.duration("wait");
                    root.bytes("size");
                    root.choice("kind", Durability.class);
                },
                "Key: " + key,
                "Found: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[1]", "{a: b}"})
    void structures_areNoTexts(String value) {
        assertRefused("list: [" + value + "]", root -> root.texts("list"), "Key: list[0]", "Expected: a text");
    }

    @Test
    void secrets_comeFromTheEnvironment_andAreNeverShown() {
        assertThat(read("token: Bearer ${TOKEN}").secret("token")).contains("Bearer s3cret$1");
        assertThat(read("token: env:TOKEN").secret("token")).contains("s3cret$1");
        assertRefused("token: 'env:'", root -> root.secret("token"), "Key: token", "a secret in plain sight");
        assertRefused("token: s3cret$1", root -> root.secret("token"), "Key: token", "a secret in plain sight");
        assertRefused("token: ${TOKENS}", root -> root.secret("token"), "Key: token", "no variable TOKENS");
        assertRefused("kind: ${TOKEN}", root -> root.choice("kind", Durability.class), "Key: kind", "another text");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "- 1", "text", "a: 1\na: 2", "a: {b: 1, b: 2}", "a: [", "a: 1\n---\nb: 2", "\tx: 1"})
    void documentsOfAnotherKind_areRefused(String yaml) {
        assertRefused(yaml, root -> {}, "The configuration ");
    }

    @Test
    void fileThatCannotBeRead_isRefused() {
        assertThatThrownBy(() -> ConfigFile.read(directory.resolve("absent.yaml"), ENVIRONMENT))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContainingAll("cannot be read", "absent.yaml");
    }
}
