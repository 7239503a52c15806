package io.afterimage.drasi;

import io.afterimage.CorruptStoreException;
import io.afterimage.NewerFormatException;
import io.afterimage.RefusedException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * How the rows of one query are told apart, in one life: by the signatures they carry, by columns, or by all they say. It
 * is stored with the first row, as the position of the source {@value #SOURCE_ID}, so that another kind is refused later.
 * Immutable.
 *
 * <p>Rows with signatures are stored as their JSON alone; all others in the envelope that {@link DrasiRow} reads.
 */
public sealed interface RowIdentity {

    /** The name under which it is stored. */
    String SOURCE_ID = "afterimage.identity";

    /** The newest format version of what is stored. */
    int FORMAT_VERSION = 1;

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
     * By key columns, which the user names or the query groups by.
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

    /** By everything that a row says. Equal rows are counted, and a delete takes one of them away. */
    enum ByFullRow implements RowIdentity {
        /** The only one. */
        BY_FULL_ROW;

        @Override
        public String toString() {
            return "the full row";
        }
    }

    /**
     * What is stored.
     *
     * @return JSON: the string {@code "row_signature"}, or an object with the format version and the kind
     */
    default byte[] encode() {
        return JsonMapper.shared().writeValueAsBytes(document());
    }

    private Object document() {
        if (this instanceof BySignature) {
            return "row_signature";
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("version", FORMAT_VERSION);
        document.put("kind", this instanceof ByColumns ? "columns" : "full_row");
        if (this instanceof ByColumns byColumns) {
            document.put("columns", byColumns.columns());
        }
        return document;
    }

    /**
     * How the rows of a query are told apart.
     *
     * @param sourcePositions the source positions that are stored with the query
     * @return its kind; null where no row has come yet
     * @throws RefusedException if the rows were stored without fingerprints, as development versions did
     * @throws NewerFormatException if a later version of the library stored it
     * @throws CorruptStoreException if it is no identity
     */
    static @Nullable RowIdentity stored(Map<String, byte[]> sourcePositions) {
        byte[] stored = sourcePositions.get(SOURCE_ID);
        return stored == null ? null : decode(stored);
    }

    /**
     * Reads what is stored.
     *
     * @param stored what {@link #encode} made
     * @return the identity
     * @throws RefusedException if the rows were stored without fingerprints, as development versions did
     * @throws NewerFormatException if a later version of the library stored it
     * @throws CorruptStoreException if it is no identity
     */
    static RowIdentity decode(byte[] stored) {
        try {
            return of(RawJson.parse(stored));
        } catch (UnusableLineException e) {
            throw CorruptStoreException.ofStore("Where: " + SOURCE_ID + ". " + e.getMessage(), e);
        }
    }

    private static RowIdentity of(RawJson document) {
        if (document.isString() && document.text().equals("row_signature")) {
            return BySignature.BY_SIGNATURE;
        }
        if (document.isArray()) {
            throw new RefusedException(
                    "The rows of the query were stored without fingerprints, by a development version."
                            + " Found: key columns " + document + ". Next: drop the query and feed it again.");
        }
        Map<String, RawJson> members = document.isObject() ? document.members() : Map.of();
        String version = text(members.get("version"));
        if (version.matches("[1-9][0-9]{0,8}") && Integer.parseInt(version) > FORMAT_VERSION) {
            throw new NewerFormatException(SOURCE_ID, Integer.parseInt(version), FORMAT_VERSION);
        }
        String kind = text(members.get("kind"));
        RawJson columns = members.get("columns");
        if (version.equals("1") && kind.equals("columns") && columns != null && columns.isArray()) {
            return columns(columns);
        }
        if (version.equals("1") && kind.equals("full_row")) {
            return ByFullRow.BY_FULL_ROW;
        }
        throw CorruptStoreException.ofStore("Where: " + SOURCE_ID + ". Found: " + document + ".", null);
    }

    private static String text(@Nullable RawJson value) {
        return value == null ? "" : value.text();
    }

    private static RowIdentity columns(RawJson names) {
        List<String> columns = new ArrayList<>();
        names.elements().forEach(column -> columns.add(column.text()));
        return new ByColumns(columns);
    }
}
