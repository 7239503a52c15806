package io.afterimage.reactions;

import io.afterimage.CorruptStoreException;
import io.afterimage.NewerFormatException;
import io.afterimage.OutboxEntry;
import io.afterimage.Position;
import io.afterimage.RefusedException;
import io.afterimage.tck.fuzz.Decoder;
import io.afterimage.tck.fuzz.DecoderFuzzContract;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;

/** What reactions keep: emissions in an outbox, checkpoints, and what Drasi itself has stored. */
class ReactionsFuzzTest extends DecoderFuzzContract {

    private static final Position HEAD = new Position(3, 41, 0xCAFEL);
    private static final CheckpointKey KEY = new CheckpointKey("reaction", "query");
    private static final String DRASI_ROW = "84a166cb3ff8000000000000a2696401a16ea161a178c0";
    private static final String DRASI_ENTRY =
            "96a2713107be323032362d30382d32315431303a30303a30302e3132333435363738395a";
    private static final String DRASI_END = "81a9736f757263655f6964a273319bc0c0c0c0c0c0c0c0c0c0c0";

    @Override
    protected List<Decoder<?>> decoders() {
        return List.of(emission(), checkpoint(), sealedCheckpoint(), drasiEntry(), drasiRow());
    }

    private static Decoder<?> emission() {
        return Decoder.of("emission", input -> EmissionCodec.decode("query", HEAD, new OutboxEntry(42, input)))
                .refusing(CorruptStoreException.class, NewerFormatException.class)
                .backToValue(EmissionCodec::encode)
                .seeds(EmissionCodec.encode(new Emission(
                        "query",
                        HEAD,
                        Instant.EPOCH,
                        List.of(
                                new RowDiff.Added(1, new byte[] {7}),
                                new RowDiff.Updated(-2, new byte[] {1}, new byte[] {2, 3}),
                                new RowDiff.Removed(7, null)),
                        Map.of("source", "lsn"))))
                .seeds(HexFormat.of().parseHex("0184000081830001f7a0")) // found: undefined where a row stands
                .seeds(HexFormat.of().parseHex("0184000081840101f74107a0"));
    }

    private static Decoder<?> checkpoint() {
        return Decoder.of("checkpoint", input -> CheckpointCodec.decode(KEY, input, "here"))
                .refusing(CorruptStoreException.class, NewerFormatException.class)
                .backToBytes(ReactionsFuzzTest::encoded)
                .seeds(CheckpointCodec.encode(KEY, HEAD), CheckpointCodec.encodeRemoved(KEY));
    }

    /** With a checksum that is always right, so that what is behind it is reached. */
    private static Decoder<?> sealedCheckpoint() {
        byte[] whole = CheckpointCodec.encode(KEY, HEAD);
        return Decoder.of("sealed-checkpoint", input -> CheckpointCodec.decode(KEY, sealed(input), "here"))
                .refusing(CorruptStoreException.class, NewerFormatException.class)
                .backToValue(position -> unsealed(encoded(position)))
                .seeds(unsealed(whole), unsealed(CheckpointCodec.encodeRemoved(KEY)));
    }

    private static byte[] encoded(Optional<Position> position) {
        return position.map(at -> CheckpointCodec.encode(KEY, at)).orElseGet(() -> CheckpointCodec.encodeRemoved(KEY));
    }

    private static byte[] sealed(byte[] body) {
        CRC32C crc = new CRC32C();
        crc.update(body);
        return ByteBuffer.allocate(body.length + Integer.BYTES)
                .put(body)
                .putInt((int) crc.getValue())
                .array();
    }

    private static byte[] unsealed(byte[] bytes) {
        return Arrays.copyOf(bytes, bytes.length - Integer.BYTES);
    }

    private static Decoder<?> drasiEntry() {
        return Decoder.of("drasi-entry", input -> DrasiOutboxCodec.decode("q1", HEAD, new OutboxEntry(7, input)))
                .refusing(CorruptStoreException.class, RefusedException.class)
                .seeds(
                        entry("93a3414444" + DRASI_ROW + "0b"),
                        entry("95a6555044415445" + DRASI_ROW + DRASI_ROW + DRASI_ROW + "0b"),
                        entry("94ab6167677265676174696f6e" + "c0" + DRASI_ROW + "0b"));
    }

    private static byte[] entry(String diff) {
        return HexFormat.of().parseHex(DRASI_ENTRY + "91" + diff + DRASI_END);
    }

    private static Decoder<?> drasiRow() {
        return Decoder.of("drasi-row", input -> DrasiOutboxCodec.rowToJson("q1", 11, input))
                .refusing(CorruptStoreException.class)
                .seeds(HexFormat.of().parseHex(DRASI_ROW));
    }
}
