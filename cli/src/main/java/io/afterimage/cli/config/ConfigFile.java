package io.afterimage.cli.config;

import io.afterimage.cli.CommandFailure;
import io.afterimage.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** A YAML file that is one mapping, each of its keys given once. Immutable. */
public final class ConfigFile {

    private static final long MAX_BYTES = 1 << 20;

    private static final YAMLMapper MAPPER = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private ConfigFile() {}

    /**
     * Reads a file.
     *
     * @param file the file
     * @param environment what {@code ${NAME}} stands for
     * @return its root
     * @throws CommandFailure if it cannot be read or is not one YAML mapping
     */
    public static ConfigSection read(Path file, Map<String, String> environment) {
        if (tree(file) instanceof ObjectNode root) {
            return new ConfigSection(new ConfigPlace(file.toString(), "", environment), root);
        }
        throw refused("The configuration is not a mapping.", file, "keys and values", "another kind of document", null);
    }

    private static JsonNode tree(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw refused(
                        "The configuration is too long.",
                        file,
                        "at most " + MAX_BYTES + " bytes",
                        Files.size(file) + " bytes",
                        null);
            }
            return MAPPER.readTree(Files.readAllBytes(file));
        } catch (IOException e) {
            throw refused("The configuration cannot be read.", file, "a YAML file", e.toString(), e);
        } catch (JacksonException e) {
            throw refused(
                    "The configuration is not YAML as it is expected here.",
                    file,
                    "one document, each key once",
                    found(e),
                    e);
        }
    }

    /** What is wrong and where, without the text around it, which may hold a secret. */
    private static String found(JacksonException e) {
        String message = e.getOriginalMessage().lines().findFirst().orElse("an error");
        return message + " at line " + e.getLocation().getLineNr() + ", column "
                + e.getLocation().getColumnNr();
    }

    private static CommandFailure refused(
            String sentence, Path file, String expected, String found, @Nullable Exception cause) {
        return new CommandFailure(
                ExitCode.USAGE,
                sentence + " File: " + file + ". Expected: " + expected + ". Found: " + found + ".",
                cause);
    }
}
