package io.afterimage.cli;

import picocli.CommandLine.Option;

/** {@code --output}, for every command whose result is small. */
final class FormatOption {

    @Option(
            names = "--output",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "How to print the result: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
    private OutputFormat format = OutputFormat.TEXT;

    boolean json() {
        return format == OutputFormat.JSON;
    }
}
