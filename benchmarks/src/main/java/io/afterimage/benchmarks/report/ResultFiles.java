package io.afterimage.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The JSON files of the suites in one directory, {@code SUITE.json} each: one measurement a line, so that a rerun is a
 * readable difference. A file is there whole or not at all.
 */
final class ResultFiles {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String ENDING = ".json";

    private final Path directory;

    ResultFiles(Path directory) {
        this.directory = directory;
    }

    /** Writes a suite's result aside and puts it in place of the last one. */
    void write(SuiteResult result) throws IOException {
        Files.createDirectories(directory);
        Path aside = directory.resolve(result.suite() + ENDING + ".part");
        Files.writeString(aside, text(result));
        Files.move(aside, directory.resolve(result.suite() + ENDING), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Reads every suite that is there, by name. */
    List<SuiteResult> readAll() throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        List<SuiteResult> results = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(path -> path.toString().endsWith(ENDING))
                    .sorted()
                    .toList()) {
                results.add(read(file));
            }
        }
        return results;
    }

    private static SuiteResult read(Path file) throws IOException {
        try {
            return JSON.readValue(Files.readString(file), SuiteResult.class);
        } catch (JacksonException e) {
            throw new IOException(
                    "A result is not one that this program wrote. Where: " + file + ". Found: " + e.getOriginalMessage()
                            + ". Next: run the suite again.",
                    e);
        }
    }

    private static String text(SuiteResult result) {
        return """
                {
                "suite": %s,
                "circumstances": %s,
                "failures": %s,
                "measurements": %s
                }
                """.formatted(
                        JSON.writeValueAsString(result.suite()),
                        JSON.writeValueAsString(result.circumstances()),
                        JSON.writeValueAsString(result.failures()),
                        lines(result.measurements()));
    }

    private static String lines(List<Measurement> measurements) {
        return measurements.stream().map(JSON::writeValueAsString).collect(Collectors.joining(",\n", "[\n", "\n]"));
    }
}
