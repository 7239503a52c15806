package io.afterimage.cli;

import io.afterimage.CorruptStoreException;
import io.afterimage.LiveResultsStore;
import io.afterimage.Verification;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code verify}: whether a store is whole. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Checks a store from scratch and says what it checked.",
            "",
            "Recounts rows, rechecks every checksum, walks outboxes. Exits with 1 if there is any problem.",
            ""
        })
final class VerifyCommand implements Callable<Integer> {

    private final Workplace workplace;

    @Mixin
    private StoreOption store = new StoreOption();

    @Mixin
    private FormatOption format = new FormatOption();

    @Option(names = "--query", paramLabel = "ID", description = "Check this query only.")
    private @Nullable String query;

    VerifyCommand(Workplace workplace) {
        this.workplace = workplace;
    }

    @Override
    public Integer call() {
        String id = query == null ? null : QueryArgument.check(query);
        List<Verification> parts = verify(id);
        boolean passed = parts.stream().allMatch(Verification::passed);
        Output out = workplace.console().out();
        if (format.json()) {
            out.line(Json.of(document(parts, passed)));
        } else {
            parts.forEach(part -> print(out, part));
            out.line(summary(parts));
        }
        return passed ? ExitCode.DONE : ExitCode.NEGATIVE;
    }

    /** Damage that keeps the store from opening is a finding, too. */
    private List<Verification> verify(@Nullable String id) {
        try (LiveResultsStore reader = workplace.stores().openReader(store.url())) {
            if (id == null) {
                return reader.verifyAll();
            }
            QueryArgument.noteIfUnknown(workplace.console(), reader, store.url(), id);
            return List.of(reader.verify(id));
        } catch (CorruptStoreException e) {
            return List.of(new Verification(
                    store.url().toString(), List.of("opening"), List.of(String.valueOf(e.getMessage()))));
        }
    }

    private static void print(Output out, Verification part) {
        out.line(TextTable.printable(part.subject()) + ": " + (part.passed() ? "whole" : "DAMAGED"));
        part.checked().forEach(sentence -> out.line("  checked: " + TextTable.printable(sentence)));
        part.problems().forEach(sentence -> out.line("  problem: " + TextTable.printable(sentence)));
    }

    private static String summary(List<Verification> parts) {
        long problems = parts.stream().mapToLong(part -> part.problems().size()).sum();
        return problems == 0 ? "verified: no problem" : "not verified: " + problems + " problems";
    }

    private static Map<String, Object> document(List<Verification> parts, boolean passed) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("passed", passed);
        document.put("parts", parts.stream().map(VerifyCommand::document).toList());
        return document;
    }

    private static Map<String, Object> document(Verification part) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("subject", part.subject());
        document.put("passed", part.passed());
        document.put("checked", part.checked());
        document.put("problems", part.problems());
        return document;
    }
}
