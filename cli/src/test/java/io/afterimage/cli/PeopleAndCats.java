package io.afterimage.cli;

import io.afterimage.cli.Cli.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Two lists on an API, and the configuration that mirrors them, for tests of the mirror's commands. */
final class PeopleAndCats implements AutoCloseable {

    /** Three people; Ada's city is what changes. */
    static final String PEOPLE =
            "[{'id':1,'name':'Ada','city':'London'},{'id':2,'name':'Grace'},{'id':3,'name':'Edsger'}]";

    private final Path directory;
    private final SmallApi api;

    PeopleAndCats(Path directory) throws IOException {
        this.directory = directory;
        api = new SmallApi();
        api.answering("/people", PEOPLE).answering("/cats", "[{'id':'tom','lives':9}]");
    }

    SmallApi api() {
        return api;
    }

    /** Lets Ada move. */
    void adaMovesTo(String city) {
        api.answering("/people", PEOPLE.replace("London", city));
    }

    /** Writes the configuration, with more lines at its end: other sections, or more sources. */
    Path config(String more) throws IOException {
        String text = """
                sources:
                  people:
                    url: %s
                    resource: people
                  cats:
                    url: %s
                    resource: cats
                %s
                """.formatted(api.url("/people"), api.url("/cats"), more);
        return Files.writeString(directory.resolve("mirror.yaml"), text);
    }

    /** Runs {@code mirror sync}. */
    Outcome sync(String store, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "mirror", "sync", "--store", store, "--config", config("").toString()));
        arguments.addAll(List.of(more));
        return Cli.run(arguments.toArray(String[]::new));
    }

    @Override
    public void close() {
        api.close();
    }
}
