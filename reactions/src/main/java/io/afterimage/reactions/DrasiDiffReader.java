package io.afterimage.reactions;

import io.afterimage.RefusedException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Walks one diff of an outbox entry of Drasi. Used once, by one thread. */
final class DrasiDiffReader {

    private final MessagePackReader in;
    private final String where;

    private String type = "";
    private byte @Nullable [] data;
    private byte @Nullable [] before;
    private byte @Nullable [] after;
    private long rowSignature;

    DrasiDiffReader(MessagePackReader in, String where) {
        this.in = in;
        this.where = where;
    }

    /** The diff, empty for one that changes nothing. */
    Optional<RowDiff> read() {
        if (in.nextIsArray()) {
            readArray();
        } else {
            for (int left = in.mapLength(); left > 0; left--) {
                readField(in.text());
            }
        }
        return type.equals("noop") ? Optional.empty() : Optional.of(diff());
    }

    private void readArray() {
        int length = in.arrayLength();
        type = in.text();
        List<String> fields = fields(type, length - 1);
        if (fields.size() != length - 1) {
            throw new UnexpectedBytesException("a diff of type " + type + " with " + length + " fields");
        }
        fields.forEach(this::readField);
    }

    /** The fields that follow the type. An update leaves its grouping keys out where there are none. */
    private static List<String> fields(String type, int count) {
        return switch (type) {
            case "ADD", "DELETE" -> List.of("data", "row_signature");
            case "UPDATE" ->
                count == 4
                        ? List.of("data", "before", "after", "row_signature")
                        : List.of("data", "before", "after", "grouping_keys", "row_signature");
            case "aggregation" -> List.of("before", "after", "row_signature");
            case "noop" -> List.of();
            default -> throw new UnexpectedBytesException("a diff of type " + type);
        };
    }

    private void readField(String name) {
        switch (name) {
            case "type" -> type = in.text();
            case "data" -> data = jsonOrNull();
            case "before" -> before = jsonOrNull();
            case "after" -> after = jsonOrNull();
            case "row_signature" -> rowSignature = in.unsigned();
            default -> in.skip();
        }
    }

    private byte @Nullable [] jsonOrNull() {
        return in.nil() ? null : in.json();
    }

    private RowDiff diff() {
        if (rowSignature == 0) {
            throw new RefusedException("A diff of a Drasi outbox entry does not tell its row: the row signature is 0. "
                    + where + " Type: " + type + ". Next: load the query's rows anew, by key columns.");
        }
        return switch (type) {
            case "ADD" -> new RowDiff.Added(rowSignature, required(data, "data"));
            case "DELETE" -> new RowDiff.Removed(rowSignature, required(data, "data"));
            case "UPDATE" -> new RowDiff.Updated(rowSignature, before, required(after, "after"));
            case "aggregation" ->
                before == null
                        ? new RowDiff.Added(rowSignature, required(after, "after"))
                        : new RowDiff.Updated(rowSignature, before, required(after, "after"));
            default -> throw new UnexpectedBytesException("a diff of type " + type);
        };
    }

    private byte[] required(byte @Nullable [] row, String field) {
        if (row == null) {
            throw new UnexpectedBytesException("a diff of type " + type + " without " + field);
        }
        return row;
    }
}
