package io.afterimage.drasi;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * How the rows of one query are told apart, in one life: by the signatures they carry, or by columns. It is stored with
 * the first row, as the position of the source {@value #SOURCE_ID}, so that another kind is refused later. Immutable.
 */
sealed interface RowIdentity {

    /** The name under which it is stored. */
    String SOURCE_ID = "afterimage.identity";

    /** By the signatures that the rows carry. */
    enum BySignature implements RowIdentity {
        /** The only one. */
        BY_SIGNATURE;

        @Override
        public String toString() {
            return "row_signature";
        }
    }

    /**
     * By key columns.
     *
     * @param columns their names, in order; none where there is only one row
     */
    record ByColumns(List<String> columns) implements RowIdentity {

        /** Copies the list. */
        public ByColumns {
            columns = List.copyOf(columns);
        }

        @Override
        public String toString() {
            return "key columns " + columns;
        }
    }

    /** What is stored: the JSON string {@code "row_signature"}, or the array of the columns. */
    default byte[] encode() {
        Object document = this instanceof ByColumns byColumns ? byColumns.columns() : "row_signature";
        return JsonMapper.shared().writeValueAsBytes(document);
    }

    /** Reads what is stored. */
    static RowIdentity decode(byte[] stored) {
        RawJson document = RawJson.parse(stored);
        if (!document.isArray()) {
            return BySignature.BY_SIGNATURE;
        }
        List<String> columns = new ArrayList<>();
        document.elements().forEach(column -> columns.add(column.text()));
        return new ByColumns(columns);
    }

    /**
     * The identity of a row: its signature, else the columns that the user names, else those it is grouped by, else those
     * its query is known by. It must be of the kind that the query is known by.
     */
    static RowIdentity choose(RowChange.Hint hint, List<String> keyColumns, @Nullable RowIdentity known) {
        RowIdentity chosen = chooseFreely(hint, keyColumns, known);
        if (known != null && !known.equals(chosen)) {
            throw new UnusableLineException(
                    "The rows of a query are told apart in one way only. Expected: " + known + ". Found: " + chosen
                            + ". Next: pass the same --key as before, or drop the query and start over.");
        }
        return chosen;
    }

    private static RowIdentity chooseFreely(RowChange.Hint hint, List<String> keyColumns, @Nullable RowIdentity known) {
        if (hint.signature() != null) {
            return BySignature.BY_SIGNATURE;
        }
        if (!keyColumns.isEmpty()) {
            return new ByColumns(keyColumns);
        }
        if (hint.groupingKeys() != null) {
            return new ByColumns(hint.groupingKeys());
        }
        if (known instanceof ByColumns) {
            return known;
        }
        throw new UnusableLineException("A row cannot be told from others. Expected: a row_signature other than 0, or"
                + " grouping keys. Found: neither. Next: name its key columns with --key COL,...");
    }
}
