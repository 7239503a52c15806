package io.afterimage.cli;

import io.afterimage.LiveResultsStore;
import io.afterimage.QuerySummary;
import io.afterimage.drasi.Ingestion;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What {@code ingest} prints at its end. */
final class IngestReport {

    private final Ingestion ingestion;
    private final LiveResultsStore store;

    IngestReport(Ingestion ingestion, LiveResultsStore store) {
        this.ingestion = ingestion;
        this.store = store;
    }

    void print(Output out, FormatOption format) {
        if (format.json()) {
            out.line(Json.of(document()));
        } else {
            out.line(String.format(
                    Locale.ROOT,
                    "%,d emissions: %,d applied, %,d duplicates skipped",
                    emissions(),
                    ingestion.applied(),
                    ingestion.duplicates()));
            if (ingestion.absentRows() > 0) {
                out.line(String.format(
                        Locale.ROOT, "%,d changes were to rows that the store did not hold", ingestion.absentRows()));
            }
            TextTable.ofQueries(queries()).printTo(out);
        }
    }

    private long emissions() {
        return ingestion.applied() + ingestion.duplicates();
    }

    private Map<String, Object> document() {
        Map<String, Object> queries = new LinkedHashMap<>();
        queries().forEach(query -> queries.put(query.queryId(), Json.state(query.rowCount(), query.position())));
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("emissions", emissions());
        document.put("applied", ingestion.applied());
        document.put("duplicates", ingestion.duplicates());
        document.put("absentRows", ingestion.absentRows());
        document.put("queries", queries);
        return document;
    }

    private List<QuerySummary> queries() {
        return ingestion.queries().stream()
                .map(id -> new QuerySummary(id, store.position(id), store.rowCount(id), 0))
                .toList();
    }
}
