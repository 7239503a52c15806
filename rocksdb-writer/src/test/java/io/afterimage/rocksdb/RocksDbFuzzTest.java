package io.afterimage.rocksdb;

import io.afterimage.CorruptStoreException;
import io.afterimage.NewerFormatException;
import io.afterimage.Position;
import io.afterimage.spi.OutboxRecord;
import io.afterimage.spi.QueryRecord;
import io.afterimage.tck.fuzz.Decoder;
import io.afterimage.tck.fuzz.DecoderFuzzContract;
import io.afterimage.tck.fuzz.ScratchFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/** The values of the store on RocksDB, and the files that stand beside the database. */
class RocksDbFuzzTest extends DecoderFuzzContract {

    private static final byte[] QUERY_KEY = Keys.queryRecord(7);
    private static final byte[] OUTBOX_KEY = Keys.outbox(7, 3);

    private final ScratchFiles files = new ScratchFiles();

    @Override
    protected long inputs() {
        return 15_000; // most of them write a file
    }

    @Override
    protected List<Decoder<?>> decoders() {
        return List.of(value(), queryRecord(), outboxEntry(), marker(), mark(), seal(), log());
    }

    private static Decoder<?> value() {
        return Decoder.of("value", input -> Values.open(QUERY_KEY, input))
                .refusing(Values.Damaged.class)
                .backToBytes(payload -> sealed(QUERY_KEY, payload))
                .seeds(sealed(QUERY_KEY, new byte[] {1, 2, 3}));
    }

    /** A value as the store writes it: version, checksum over key and payload, payload. */
    private static byte[] sealed(byte[] key, byte[] payload) {
        return ByteBuffer.allocate(Values.HEADER_BYTES + payload.length)
                .put(Values.VERSION)
                .putInt(Values.checksum(key, payload, 0, payload.length))
                .put(payload)
                .array();
    }

    private static Decoder<?> queryRecord() {
        QueryRecord record = new QueryRecord(
                7,
                "query",
                false,
                new Position(2, 9, 0xCAFE),
                new QueryRecord.Rows(3, 5, 2, 11, 12),
                new QueryRecord.Outbox(4, 9, 4));
        return Decoder.of("query-record", input -> Values.queryRecord(QUERY_KEY, sealed(QUERY_KEY, input)))
                .refusing(Values.Damaged.class)
                .backToBytes(Values::queryPayload)
                .seeds(Values.queryPayload(record))
                .seeds(
                        changed(record, 9, -1),
                        changed(record, 0, 2),
                        changed(record, 77, -1)); // found: taken for a record
    }

    private static byte[] changed(QueryRecord record, int at, int value) {
        byte[] payload = Values.queryPayload(record);
        payload[at] = (byte) value;
        return payload;
    }

    private static Decoder<?> outboxEntry() {
        return Decoder.of("outbox-entry", input -> Values.outboxRecord(OUTBOX_KEY, sealed(OUTBOX_KEY, input)))
                .refusing(Values.Damaged.class)
                .backToBytes(Values::outboxPayload)
                .seeds(Values.outboxPayload(new OutboxRecord(3, 8, 9, new byte[] {1, 2})));
    }

    private Decoder<?> marker() {
        return Decoder.of("marker", input -> Marker.check(files.with(Marker.FILE, input)))
                .refusing(CorruptStoreException.class, NewerFormatException.class)
                .backToBytes(known -> "afterimage rocksdb format 1\n".getBytes(StandardCharsets.US_ASCII))
                .seeds("afterimage rocksdb format 1\n", "afterimage rocksdb format 17\n");
    }

    private Decoder<?> mark() {
        return Decoder.of("mark", input -> CommitMark.read(files.with(CommitMark.FILE, input)))
                .seeds(withChecksum(new byte[16]), withChecksum(Arrays.copyOf(new byte[] {0, 0, 0, 1}, 16)));
    }

    private static byte[] withChecksum(byte[] body) {
        return ByteBuffer.allocate(body.length + 4).put(body).putInt(crc(body)).array();
    }

    private static int crc(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    /** With a checksum that is always right, so that the lines are looked at. */
    private Decoder<?> seal() {
        return Decoder.of("seal", input -> verified(input))
                .refusing(CorruptStoreException.class)
                .seeds("afterimage seal 1\n", "afterimage seal 1\nCURRENT 3 00000000\n000012.log 5 -\n")
                .seeds("afterimage seal 1\nCURR\0og 5- \n"); // found: a name that no file has
    }

    private boolean verified(byte[] body) throws IOException {
        String checksum = String.format("crc32c %08x\n", crc(body));
        Path directory = files.with("CURRENT", body);
        new Seal(new String(body, StandardCharsets.ISO_8859_1) + checksum).verify(directory);
        return true;
    }

    private Decoder<?> log() {
        return Decoder.of("log", input -> {
                    LogAudit.run(files.with("000001.log", input));
                    return true;
                })
                .refusing(CorruptStoreException.class)
                .seeds(new byte[0], new byte[] {1, 2, 3, 4, 1, 0, 1, 9}, new byte[64]);
    }
}
