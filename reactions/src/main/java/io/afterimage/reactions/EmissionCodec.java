package io.afterimage.reactions;

import io.afterimage.CorruptStoreException;
import io.afterimage.NewerFormatException;
import io.afterimage.OutboxEntry;
import io.afterimage.Position;
import io.afterimage.RefusedException;
import java.io.ByteArrayOutputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.dataformat.cbor.CBORFactory;

/**
 * The bytes of an emission in the outbox: a format version, then CBOR (RFC 8949). What the outbox already knows is not in
 * them: query, generation, sequence, config hash. The layout is in {@code docs/formats/emission.md}. Equal emissions have
 * equal bytes.
 */
public final class EmissionCodec {

    /** The newest format version that this library knows, and the one it writes. */
    public static final int FORMAT_VERSION = 1;

    private static final int ADDED = 0;
    private static final int UPDATED = 1;
    private static final int REMOVED = 2;

    private static final CBORFactory CBOR = CBORFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE) // what was written can be read; the store limits the entry
                    .build())
            .build();

    private EmissionCodec() {}

    /**
     * Encodes an emission for the outbox.
     *
     * @param emission the emission
     * @return its bytes
     * @throws RefusedException if text in its metadata is not well-formed Unicode
     */
    public static byte[] encode(Emission emission) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
        bytes.write(FORMAT_VERSION);
        try (JsonGenerator cbor = CBOR.createGenerator(ObjectWriteContext.empty(), bytes)) {
            write(emission, cbor);
        } catch (JacksonException e) {
            throw new RefusedException(
                    "The emission cannot be encoded. Query: " + emission.queryId() + ". Sequence: "
                            + emission.sequence() + ". Found: " + e.getOriginalMessage(),
                    e);
        }
        return bytes.toByteArray();
    }

    /**
     * Decodes an outbox entry.
     *
     * @param queryId the query whose outbox it comes from
     * @param head the head that was read with it; its generation and config hash are those of the emission
     * @param entry the entry
     * @return the emission
     * @throws NewerFormatException if a later version of the library wrote it
     * @throws CorruptStoreException if the bytes are damaged; query and sequence are named
     */
    public static Emission decode(String queryId, Position head, OutboxEntry entry) {
        byte[] data = entry.data();
        int version = data.length == 0 ? 0 : data[0] & 0xFF;
        if (version > FORMAT_VERSION) {
            throw new NewerFormatException(
                    "outbox of query " + queryId + ", sequence " + entry.sequence(), version, FORMAT_VERSION);
        }
        if (version == 0) {
            throw damaged(queryId, entry, "a format version of 0", null);
        }
        Position position = new Position(head.generation(), entry.sequence(), head.configHash());
        try (JsonParser cbor = CBOR.createParser(ObjectReadContext.empty(), data, 1, data.length - 1)) {
            return read(queryId, position, new CborReader(cbor));
        } catch (JacksonException | UnexpectedBytesException | DateTimeException | ArithmeticException e) {
            throw damaged(queryId, entry, String.valueOf(e.getMessage()), e);
        }
    }

    private static void write(Emission emission, JsonGenerator cbor) {
        cbor.writeStartArray(null, 4);
        Instant timestamp = emission.timestamp();
        cbor.writeNumber(timestamp.getEpochSecond());
        cbor.writeNumber(timestamp.getNano());
        cbor.writeStartArray(null, emission.diffs().size());
        emission.diffs().forEach(diff -> write(diff, cbor));
        cbor.writeEndArray();
        cbor.writeStartObject(null, emission.metadata().size());
        new TreeMap<>(emission.metadata()).forEach(cbor::writeStringProperty);
        cbor.writeEndObject();
        cbor.writeEndArray();
    }

    private static void write(RowDiff diff, JsonGenerator cbor) {
        if (diff instanceof RowDiff.Added added) {
            begin(cbor, ADDED, diff, 1);
            cbor.writeBinary(added.after());
        } else if (diff instanceof RowDiff.Updated updated) {
            begin(cbor, UPDATED, diff, 2);
            writeBinaryOrNull(cbor, updated.before());
            cbor.writeBinary(updated.after());
        } else if (diff instanceof RowDiff.Removed removed) {
            begin(cbor, REMOVED, diff, 1);
            writeBinaryOrNull(cbor, removed.before());
        }
        cbor.writeEndArray();
    }

    private static void begin(JsonGenerator cbor, int kind, RowDiff diff, int rows) {
        cbor.writeStartArray(null, 2 + rows);
        cbor.writeNumber(kind);
        cbor.writeNumber(diff.rowSignature());
    }

    private static void writeBinaryOrNull(JsonGenerator cbor, byte @Nullable [] row) {
        if (row == null) {
            cbor.writeNull();
        } else {
            cbor.writeBinary(row);
        }
    }

    private static Emission read(String queryId, Position position, CborReader cbor) {
        cbor.expect(JsonToken.START_ARRAY);
        Instant timestamp = Instant.ofEpochSecond(cbor.number(), cbor.number());
        List<RowDiff> diffs = new ArrayList<>();
        cbor.expect(JsonToken.START_ARRAY);
        while (cbor.next() == JsonToken.START_ARRAY) {
            diffs.add(readDiff(cbor));
        }
        cbor.expectCurrent(JsonToken.END_ARRAY);
        Map<String, String> metadata = cbor.texts();
        cbor.expect(JsonToken.END_ARRAY);
        cbor.expectEnd();
        return new Emission(queryId, position, timestamp, diffs, metadata);
    }

    private static RowDiff readDiff(CborReader cbor) {
        long kind = cbor.number();
        long rowSignature = cbor.number();
        RowDiff diff;
        if (kind == ADDED) {
            diff = new RowDiff.Added(rowSignature, cbor.bytes());
        } else if (kind == UPDATED) {
            diff = new RowDiff.Updated(rowSignature, cbor.bytesOrNull(), cbor.bytes());
        } else if (kind == REMOVED) {
            diff = new RowDiff.Removed(rowSignature, cbor.bytesOrNull());
        } else {
            throw new UnexpectedBytesException("a diff of kind " + kind);
        }
        cbor.expect(JsonToken.END_ARRAY);
        return diff;
    }

    private static CorruptStoreException damaged(
            String queryId, OutboxEntry entry, String found, @Nullable Throwable cause) {
        return CorruptStoreException.ofQuery(
                queryId,
                "Sequence: " + entry.sequence() + ". Expected: an emission in format version 1 to " + FORMAT_VERSION
                        + ". Found: " + found + ".",
                cause);
    }
}
