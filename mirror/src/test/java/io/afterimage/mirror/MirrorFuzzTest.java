package io.afterimage.mirror;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.afterimage.CorruptStoreException;
import io.afterimage.NewerFormatException;
import io.afterimage.OutboxEntry;
import io.afterimage.RefusedException;
import io.afterimage.mirror.LogEntry.LoggedEvent;
import io.afterimage.mirror.jdbc.JdbcDecoders;
import io.afterimage.mirror.service.ServiceDecoders;
import io.afterimage.mirror.source.SourceDecoders;
import io.afterimage.mirror.sql.SqlDecoders;
import io.afterimage.tck.fuzz.Decoder;
import io.afterimage.tck.fuzz.DecoderFuzzContract;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What a mirror keeps in its store, what sources send it, and what it is asked. */
class MirrorFuzzTest extends DecoderFuzzContract {

    private static final Instant AT = Instant.parse("2026-01-01T00:00:00.000000200Z");
    private static final byte[] PAYLOAD = "{\"b\":1.50}".getBytes(UTF_8);
    private static final String RECORDS = MirrorQueries.records("orders");

    @Override
    protected long inputs() {
        return 10_000; // some are queries
    }

    @Override
    protected List<Decoder<?>> decoders() {
        List<Decoder<?>> all = new ArrayList<>(List.of(delta(), record(), payload(), pageToken()));
        all.addAll(List.of(logEntry(), logIndex(), expiry(), migration(), cursor()));
        all.addAll(List.of(records(), resources(), tombstones()));
        all.addAll(SourceDecoders.all());
        all.addAll(JdbcDecoders.all());
        all.addAll(SqlDecoders.all());
        all.addAll(ServiceDecoders.all());
        return all;
    }

    private static Decoder<?> delta() {
        return Decoder.ofText("delta", Delta::parse)
                .refusing(MalformedJsonException.class)
                .backToValue(delta -> delta.toJson().toString().getBytes(UTF_8))
                .seeds(
                        Delta.upsert("orders", "ö", PayloadCodec.parse("{\"a\":[1.50,1e400,null]}"), AT, "crm")
                                .withConfidence(0.5)
                                .toJson()
                                .toString(),
                        Delta.delete("orders", "x", AT, "crm").toJson().toString());
    }

    private static Decoder<?> record() {
        return Decoder.ofText("record", text -> MirroredRecord.fromJson(PayloadCodec.parse(text)))
                .refusing(MalformedJsonException.class)
                .backToValue(record -> record.toJson().toString().getBytes(UTF_8))
                .seeds(storedRecord().in("orders").toJson().toString());
    }

    private static Decoder<?> payload() {
        return Decoder.of("payload", input -> {
                    JsonNode payload = PayloadCodec.decode("q", input);
                    PayloadCodec.canonical(payload);
                    return payload;
                })
                .refusing(CorruptStoreException.class)
                .backToForm(payload -> PayloadCodec.encode("orders", "x", payload))
                .seeds(
                        PAYLOAD,
                        "[1e5,100000,-0.0,\"\\ud83d\\ude00\"]".getBytes(UTF_8),
                        new byte[0], // found: nothing, taken for a payload
                        " ".getBytes(UTF_8));
    }

    private static Decoder<?> pageToken() {
        PageToken token = new PageToken(-7, "ö");
        return Decoder.ofText("page-token", text -> PageToken.parse("orders", text))
                .refusing(RefusedException.class)
                .backToValue(it -> it.text("orders").getBytes(UTF_8))
                .seeds(token.text("orders"), token.text("others"));
    }

    private static Decoder<?> logEntry() {
        return stored("log-entry", MirrorFuzzTest::entry)
                .backToForm(LogEntry::encode)
                .seeds(someEntry().encode(), new LogEntry(AT, List.of(), List.of("orders"), List.of()).encode())
                .seeds(entryOf(Instant.MAX).encode()); // found: a moment that no event has
    }

    private static LogEntry entry(byte[] input) {
        LogEntry entry = LogEntry.decode(new OutboxEntry(5, input));
        for (LoggedEvent event : entry.events()) {
            event.at(5, entry.appliedAt()).toJson();
        }
        return entry;
    }

    private static LogEntry someEntry() {
        return entryOf(AT);
    }

    private static LogEntry entryOf(Instant occurredAt) {
        Provenance crm = new Provenance("crm", 0.5);
        return new LogEntry(
                AT,
                List.of(
                        event(DeltaOp.UPSERT, PAYLOAD, occurredAt, crm, "{}".getBytes(UTF_8)),
                        event(DeltaOp.DELETE, new byte[0], occurredAt, crm, new byte[0])),
                List.of("orders"),
                List.of(new CursorUpdate("crm", "orders", "c7")));
    }

    private static LoggedEvent event(
            DeltaOp op, byte[] payload, Instant occurredAt, Provenance provenance, byte[] merged) {
        return new LoggedEvent("orders", "ö", op, payload, occurredAt, provenance, true, "applied", 3, merged);
    }

    private static Decoder<?> logIndex() {
        return stored("log-index", input -> LogIndexRow.decode(5, input))
                .backToValue(LogIndexRow::encode)
                .seeds(LogIndexRow.of(someEntry()).encode());
    }

    private static Decoder<?> expiry() {
        return stored("expiry", input -> ExpiryRow.decode(5, input))
                .backToValue(ExpiryRow::encode)
                .seeds(new ExpiryRow("orders", "ö", AT).encode());
    }

    /** The first bytes are the row's signature. */
    private static Decoder<?> migration() {
        return stored(
                        "migration",
                        input -> MigrationMark.decode(
                                ByteBuffer.wrap(Arrays.copyOf(input, 8)).getLong(),
                                Arrays.copyOfRange(input, Math.min(8, input.length), input.length)))
                .backToValue(mark -> numbered(mark.number(), mark.encode()))
                .seeds(numbered(1, new MigrationMark(1, "first", "c1", AT).encode()))
                .seeds(numbered(1L << 40, new MigrationMark(1, "first", "c1", AT).encode())); // found: beyond an int
    }

    private static byte[] numbered(long number, byte[] bytes) {
        return ByteBuffer.allocate(8 + bytes.length).putLong(number).put(bytes).array();
    }

    private static Decoder<?> cursor() {
        return stored("cursor", input -> StoredCursor.decode("q", "crm", "orders", input))
                .backToValue(info -> new StoredCursor(info.cursor(), info.updatedAt()).encode())
                .seeds(new StoredCursor("c7", AT).encode());
    }

    private static StoredRecord storedRecord() {
        return new StoredRecord("ö", PAYLOAD, "crm", AT, 0.5, 3, AT);
    }

    private static Decoder<?> records() {
        return stored("records", input -> {
                    List<StoredRecord> bucket = StoredRecord.CODEC.decode(RECORDS, 7, input);
                    bucket.forEach(record -> record.in("orders").toJson());
                    return bucket;
                })
                .backToForm(StoredRecord.CODEC::encode)
                .seeds(StoredRecord.CODEC.encode(List.of(storedRecord(), storedRecord())))
                .seeds(StoredRecord.CODEC.encode(
                        List.of(new StoredRecord("x", PAYLOAD, "c", AT, 1, 1, Instant.MAX)))) // found: no record
                .seeds(StoredRecord.CODEC.encode(List.of(new StoredRecord("x", PAYLOAD, "c", AT, 2e245, 1, AT))));
    }

    private static Decoder<?> resources() {
        return stored("resources", input -> StoredResource.CODEC.decode(MirrorQueries.RESOURCES, 7, input))
                .backToForm(StoredResource.CODEC::encode)
                .seeds(StoredResource.CODEC.encode(List.of(new StoredResource("orders", AT, 2, 3))));
    }

    private static Decoder<?> tombstones() {
        Tombstone tombstone = new Tombstone("orders", "x", "crm", AT, 1, 2, AT);
        return stored("tombstones", input -> StoredTombstone.CODEC.decode("q", 7, input))
                .backToForm(StoredTombstone.CODEC::encode)
                .seeds(StoredTombstone.CODEC.encode(List.of(new StoredTombstone(tombstone, 9))));
    }

    private static <T> Decoder<T> stored(String name, Decoder.Decoding<T> decoding) {
        return Decoder.of(name, decoding).refusing(CorruptStoreException.class, NewerFormatException.class);
    }
}
