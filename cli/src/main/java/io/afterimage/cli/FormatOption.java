package io.afterimage.cli;

import picocli.CommandLine.Option;

/** {@code --output}, for every command whose result is small. */
public final class FormatOption {

    @Option(
            names = "--output",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "How to print the result: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
    private OutputFormat format = OutputFormat.TEXT;

    /**
     * Whether one JSON document is wanted.
     *
     * @return false for text
     */
    public boolean json() {
        return format == OutputFormat.JSON;
    }
}
