package io.afterimage.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.afterimage.Row;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RowChunkTest {

    private static final int KIB = 1 << 10;

    private final RowChunk chunk = new RowChunk();

    private static byte[] bytes(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private void add(long signature, byte[] data) {
        chunk.add(signature, data, 0, data.length);
    }

    @Test
    void rows_fromArraysAndBuffers_comeBackInTheirPlaces() {
        chunk.add(7, new byte[] {9, 1, 2, 9}, 1, 2);
        chunk.add(-1L, new byte[0], 0, 0);
        ByteBuffer direct = ByteBuffer.allocateDirect(5).put(new byte[] {9, 3, 4, 5, 9});
        direct.position(1).limit(4);
        chunk.add(0, direct);
        assertThat(direct.hasRemaining()).isFalse();
        assertThat(chunk.size()).isEqualTo(3);
        assertThat(chunk.row(2)).isEqualTo(new Row(0, new byte[] {3, 4, 5}));
        assertThat(chunk.row(0)).isEqualTo(new Row(7, new byte[] {1, 2}));
        assertThat(chunk.row(1)).isEqualTo(new Row(-1L, new byte[0]));
    }

    @Test
    void room_filledByAnEngine_showsTheRowsWithoutWhatLiesBetween() {
        add(1, bytes(3, 1));
        byte[] room = chunk.room(20);
        Arrays.fill(room, chunk.roomStart(), chunk.roomStart() + 20, (byte) 2);
        chunk.addInRoom(2, chunk.roomStart() + 16, 4);
        add(3, bytes(2, 3));
        assertThat(chunk.row(0)).isEqualTo(new Row(1, bytes(3, 1)));
        assertThat(chunk.row(1)).isEqualTo(new Row(2, bytes(4, 2)));
        assertThat(chunk.row(2)).isEqualTo(new Row(3, bytes(2, 3)));
    }

    @Test
    void room_moreThanThereIs_keepsTheRowsBefore() {
        add(1, bytes(10 * KIB, 1));
        byte[] room = chunk.room(100 * KIB);
        assertThat(room.length - chunk.roomStart()).isGreaterThanOrEqualTo(100 * KIB);
        chunk.addInRoom(2, chunk.roomStart() + 100 * KIB, 0);
        assertThat(chunk.row(0)).isEqualTo(new Row(1, bytes(10 * KIB, 1)));
        assertThat(chunk.row(1)).isEqualTo(new Row(2, new byte[0]));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> chunk.addInRoom(3, room.length, 1));
    }

    @Test
    void view_movedAboutByItsReader_showsTheNextRowWhole() {
        add(1, bytes(3, 1));
        add(2, bytes(5, 2));
        ByteBuffer view = chunk.view(0);
        view.get();
        view.limit(2);
        assertThat(chunk.view(1)).isSameAs(view).isEqualTo(ByteBuffer.wrap(bytes(5, 2)));
        assertThat(chunk.view(0)).isEqualTo(ByteBuffer.wrap(bytes(3, 1)));
        assertThatExceptionOfType(ReadOnlyBufferException.class).isThrownBy(() -> view.put(0, (byte) 0));
    }

    @Test
    void hasRoom_512Rows_endsIt() {
        for (int i = 0; i < 512; i++) {
            assertThat(chunk.hasRoom()).isTrue();
            add(i, new byte[0]);
        }
        assertThat(chunk.hasRoom()).isFalse();
        chunk.clear();
        assertThat(chunk.size()).isZero();
        assertThat(chunk.hasRoom()).isTrue();
    }

    @Test
    void hasRoom_256KiB_endsIt() {
        add(1, bytes(256 * KIB - 1, 1));
        assertThat(chunk.hasRoom()).isTrue();
        add(2, bytes(1, 2));
        assertThat(chunk.hasRoom()).isFalse();
        assertThat(chunk.row(0)).isEqualTo(new Row(1, bytes(256 * KIB - 1, 1)));
        assertThat(chunk.row(1)).isEqualTo(new Row(2, bytes(1, 2)));
    }

    @Test
    void row_ofAnyLength_fitsWhereThereIsRoom() {
        add(1, bytes(256 * KIB - 1, 1));
        add(2, bytes(3 << 20, 2));
        assertThat(chunk.row(0)).isEqualTo(new Row(1, bytes(256 * KIB - 1, 1)));
        assertThat(chunk.row(1)).isEqualTo(new Row(2, bytes(3 << 20, 2)));
    }

    @Test
    void clear_afterAHugeRow_givesItsRoomBack() {
        add(1, bytes(3 << 20, 1));
        chunk.clear();
        add(2, bytes(1, 2));
        assertThat(chunk.view(0).capacity()).isEqualTo(256 * KIB);
        assertThat(chunk.row(0)).isEqualTo(new Row(2, bytes(1, 2)));
    }

    @Test
    void clear_afterUsualRows_keepsTheRoom() {
        add(1, bytes(100 * KIB, 1));
        int room = chunk.view(0).capacity();
        chunk.clear();
        add(2, bytes(1, 2));
        assertThat(chunk.view(0).capacity()).isEqualTo(room);
    }
}
