package io.afterimage.tck.fuzz;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One run of Jazzer over some decoders: a fixed number of inputs from a fixed seed, in a child JVM, with all its files in
 * one directory. Immutable.
 *
 * @param contract the class that lists the decoders
 * @param decoders those to run: all of them, or one
 * @param inputs how many inputs
 * @param seed the seed
 * @param secondsPerInput how long one input may take
 */
record FuzzRun(Class<?> contract, List<Decoder<?>> decoders, long inputs, long seed, int secondsPerInput) {

    private static final String JAZZER = "com.code_intelligence.jazzer.Jazzer";
    private static final int MOST_INPUT_BYTES = 4_096;
    private static final int MOST_MEGABYTES = 2_048;
    private static final int MOST_LINES = 60;
    private static final Pattern PROGRESS = Pattern.compile("INFO|#");
    private static final Pattern FINDING = Pattern.compile("(crash|timeout|oom)-[0-9a-f]+");

    /**
     * Runs it.
     *
     * @param directory an empty directory
     * @return its figures, a line per decoder
     * @throws AssertionError if a decoder broke a promise; the message has the input
     */
    List<String> in(Path directory) throws IOException, InterruptedException {
        Path output = directory.resolve("output");
        Process process = new ProcessBuilder(command(seeded(directory.resolve("corpus")), directory))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            if (!process.waitFor(60 + inputs / 100, TimeUnit.SECONDS)) {
                throw new AssertionError("The fuzzer does not end. Output: " + tail(output));
            }
        } finally {
            process.destroyForcibly();
        }
        Optional<Path> finding = finding(directory);
        if (process.exitValue() != 0 || finding.isPresent()) {
            throw new AssertionError(found(finding, output));
        }
        return figures(output);
    }

    private Path seeded(Path corpus) throws IOException {
        Files.createDirectories(corpus);
        for (int chosen = 0; chosen < decoders.size(); chosen++) {
            int number = 0;
            for (byte[] seed : decoders.get(chosen).seeds()) {
                byte[] input = new byte[1 + seed.length];
                input[0] = (byte) chosen;
                System.arraycopy(seed, 0, input, 1, seed.length);
                Files.write(corpus.resolve(String.format(Locale.ROOT, "%03d-%03d", chosen, number++)), input);
            }
        }
        return corpus;
    }

    private List<String> command(Path corpus, Path directory) {
        List<String> command = new ArrayList<>();
        command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
        command.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:-OmitStackTraceInFastThrow"));
        command.addAll(List.of("-XX:+EnableDynamicAgentLoading", "--enable-native-access=ALL-UNNAMED"));
        command.add("-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"));
        command.add("-Djdk.net.hosts.file=" + directory.resolve("no-hosts")); // which is not there: nobody is asked
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), JAZZER));
        command.add("--target_class=" + FuzzTarget.class.getName());
        command.add("--target_args=" + contract.getName()
                + (decoders.size() == 1 ? " " + decoders.get(0).name() : ""));
        command.add("--instrumentation_includes=io.afterimage.**");
        command.add("--instrumentation_excludes=" + Decoder.class.getName() + "**:" + FuzzTarget.class.getName());
        command.add("--custom_hook_includes=io.afterimage.**");
        // its hooks are in classes of the JDK, and those of the newest one Jazzer cannot read
        command.add("--disabled_hooks=com.code_intelligence.jazzer.sanitizers.RegexRoadblocks");
        command.add("--reproducer_path=" + directory);
        command.addAll(List.of("-runs=" + inputs, "-seed=" + seed, "-timeout=" + secondsPerInput));
        command.addAll(List.of("-max_len=" + MOST_INPUT_BYTES, "-rss_limit_mb=" + MOST_MEGABYTES));
        command.addAll(List.of("-artifact_prefix=" + directory + File.separator, corpus.toString()));
        return command;
    }

    private static Optional<Path> finding(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file ->
                            FINDING.matcher(file.getFileName().toString()).matches())
                    .findFirst();
        }
    }

    private String found(Optional<Path> finding, Path output) throws IOException {
        if (finding.isEmpty()) {
            return "The fuzzer failed. Seed: " + seed + ". Output: " + tail(output);
        }
        byte[] input = Files.readAllBytes(finding.get());
        Decoder<?> decoder = decoders.get(Byte.toUnsignedInt(input[0]) % decoders.size());
        return "A decoder breaks a promise. Decoder: " + decoder.name() + ". Kind: "
                + finding.get().getFileName().toString().replaceAll("-.*", "") + ". Input in base64: "
                + Base64.getEncoder().encodeToString(Arrays.copyOfRange(input, 1, input.length)) + ". Seed: " + seed
                + ". Next: add the input to the decoder's seeds, which the test of the seeds runs in its own JVM."
                + " Output: " + tail(output);
    }

    private static List<String> figures(Path output) throws IOException {
        try (Stream<String> lines = Files.lines(output)) {
            return lines.filter(line -> line.startsWith(FuzzTarget.FIGURES) || line.contains("DONE"))
                    .toList();
        }
    }

    private static String tail(Path output) throws IOException {
        List<String> lines;
        try (Stream<String> all = Files.lines(output)) {
            lines = all.filter(line -> !PROGRESS.matcher(line).lookingAt()).toList();
        }
        return String.join("\n", lines.subList(Math.max(0, lines.size() - MOST_LINES), lines.size()));
    }
}
