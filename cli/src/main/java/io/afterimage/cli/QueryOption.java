package io.afterimage.cli;

import picocli.CommandLine.Option;

/** {@code --query}, for every command that works on one query. */
final class QueryOption {

    @Option(names = "--query", paramLabel = "ID", required = true, description = "The query.")
    private String id = "";

    String id() {
        return QueryArgument.check(id);
    }
}
