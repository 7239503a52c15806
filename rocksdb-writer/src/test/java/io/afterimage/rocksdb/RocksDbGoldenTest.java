package io.afterimage.rocksdb;

import static io.afterimage.rocksdb.StoreFixture.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.Position;
import io.afterimage.spi.Checksums;
import io.afterimage.spi.OutboxRecord;
import io.afterimage.spi.QueryRecord;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Pins format 1 byte by byte, as {@code docs/formats/rocksdb.md} states it. These bytes never change. */
class RocksDbGoldenTest {

    private static final QueryRecord RECORD = new QueryRecord(
            7,
            "örder\0s",
            false,
            new Position(3, 41, 0xCAFE_BABE_DEAD_BEEFL),
            new QueryRecord.Rows(5, 6, 4, 1_000, -2L),
            new QueryRecord.Outbox(10, 42, 9));

    @Test
    void rowKey_isQueryNumberEpochAndSignature() {
        assertHex(Keys.row(7, 5, -2L), "00000007 00000005 fffffffffffffffe");
    }

    @Test
    void outboxKey_isQueryNumberAndOrdinal() {
        assertHex(Keys.outbox(7, 41), "00000007 0000000000000029");
    }

    @Test
    void metaKeys_startWithTheirKind() {
        assertHex(Keys.queryRecord(7), "01 00000007");
        assertHex(Keys.sourcePosition(7, "lsn\0ü"), "02 00000007 6c736e00c3bc");
        assertThat(Keys.sourceIdOf(Keys.sourcePosition(7, "lsn\0ü"))).isEqualTo("lsn\0ü");
    }

    @Test
    void rowValue_isVersionChecksumAndBytes() {
        byte[] key = Keys.row(7, 5, -2L);
        byte[] value = sealed(key, bytes("after-image"));
        assertHex(value, "01 b2bb3a63 61667465722d696d616765");
        assertThat(ByteBuffer.wrap(value).getInt(1))
                .as("the checksum that every backend shares")
                .isEqualTo(Checksums.ofRow(7, 5, -2L, bytes("after-image"), 0, 11));
    }

    @Test
    void emptyRowValue_isFiveBytes() {
        assertHex(sealed(Keys.row(1, 0, 0), new byte[0]), "01 72a2a28f");
    }

    @Test
    void outboxValue_carriesBothSequences() throws Values.Damaged {
        OutboxRecord entry = new OutboxRecord(41, 99, 100, bytes("diff"));
        byte[] key = Keys.outbox(7, 41);
        byte[] value = sealed(key, Values.outboxPayload(entry));
        assertHex(value, "01 02ac385c 0000000000000063 0000000000000064 64696666");
        OutboxRecord read = Values.outboxRecord(key, value);
        assertThat(read.ordinal()).isEqualTo(41);
        assertThat(read.previousSequence()).isEqualTo(99);
        assertThat(read.sequence()).isEqualTo(100);
        assertThat(read.data()).isEqualTo(bytes("diff"));
    }

    @Test
    void queryRecordValue_hasSeventySevenBytesBeforeTheId() throws Values.Damaged {
        byte[] key = Keys.queryRecord(7);
        byte[] value = sealed(key, Values.queryPayload(RECORD));
        assertHex(
                value,
                "01 1c7f1565"
                        + " 00 0000000000000003 0000000000000029 cafebabedeadbeef"
                        + " 00000005 00000006 00000004 00000000000003e8 fffffffffffffffe"
                        + " 000000000000000a 000000000000002a 0000000000000009"
                        + " c3b6726465720073");
        assertThat(Values.queryRecord(key, value)).isEqualTo(RECORD);
    }

    @Test
    void droppedQueryRecord_setsTheFirstBit() throws Values.Damaged {
        QueryRecord dropped = new QueryRecord(7, "q", true, RECORD.position(), RECORD.rows(), RECORD.outbox());
        byte[] payload = Values.queryPayload(dropped);
        assertThat(payload[0]).isEqualTo((byte) 1);
        byte[] key = Keys.queryRecord(7);
        assertThat(Values.queryRecord(key, sealed(key, payload))).isEqualTo(dropped);
    }

    @Test
    void anyFlippedBit_isDamage() {
        byte[] key = Keys.row(7, 5, -2L);
        byte[] value = sealed(key, bytes("after-image"));
        for (int bit = 0; bit < 8 * value.length; bit++) {
            byte[] flipped = value.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatThrownBy(() -> Values.open(key, flipped)).isInstanceOf(Values.Damaged.class);
        }
    }

    @Test
    void valueUnderAnotherKey_isDamage() {
        byte[] value = sealed(Keys.row(7, 5, -2L), bytes("after-image"));
        assertThatThrownBy(() -> Values.open(Keys.row(7, 5, -3L), value)).isInstanceOf(Values.Damaged.class);
    }

    @Test
    void unknownValueVersion_isDamage() {
        byte[] key = Keys.row(7, 5, 1);
        byte[] value = sealed(key, bytes("x"));
        value[0] = 2;
        assertThatThrownBy(() -> Values.open(key, value))
                .isInstanceOf(Values.Damaged.class)
                .hasMessageContaining("Expected value format: 1. Found: 2.");
    }

    private static void assertHex(byte[] found, String expected) {
        assertThat(HexFormat.of().formatHex(found)).isEqualTo(expected.replace(" ", ""));
    }

    private static byte[] sealed(byte[] key, byte[] payload) {
        EntryEncoder encoder = new EntryEncoder();
        encoder.encode(key, payload);
        byte[] value = new byte[encoder.value().remaining()];
        encoder.value().get(value);
        return value;
    }
}
