package io.afterimage.tck;

import io.afterimage.CorruptStoreException;
import io.afterimage.Position;
import io.afterimage.StoreUnavailableException;
import io.afterimage.spi.OutboxRecord;
import io.afterimage.spi.QueryRecord;
import io.afterimage.tck.MapData.OutboxKey;
import io.afterimage.tck.MapData.RowKey;
import io.afterimage.tck.MapData.SourceKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** A {@link MapData} in one file under one checksum, replaced as a whole. */
final class MapFile {

    private final Path file;

    MapFile(Path directory) {
        file = directory.resolve("maps");
    }

    boolean exists() {
        return Files.exists(file);
    }

    /** Replaces the file; a process killed in here leaves the old one. */
    void save(MapData data) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            write(data, new DataOutputStream(bytes));
            replace(bytes.toByteArray());
        } catch (IOException e) {
            throw new StoreUnavailableException("The file cannot be replaced. File: " + file + ".", e);
        }
    }

    private void replace(byte[] body) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(body.length + 8);
        bytes.putLong(checksum(body)).put(body);
        Path aside = file.resolveSibling("maps.new");
        try (FileOutputStream out = new FileOutputStream(aside.toFile())) { // which no interrupt closes
            out.write(bytes.array());
            out.getFD().sync();
        }
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Writes the checksum that fits to whatever is in the file, damaged or not. */
    void repairChecksum() {
        try {
            byte[] bytes = Files.readAllBytes(file);
            replace(Arrays.copyOfRange(bytes, 8, bytes.length));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    MapData load() {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
            byte[] body = Arrays.copyOfRange(bytes.array(), Math.min(8, bytes.capacity()), bytes.capacity());
            if (bytes.capacity() < 8 || bytes.getLong() != checksum(body)) {
                throw CorruptStoreException.ofStore("The checksum of " + file + " is wrong.", null);
            }
            return read(new DataInputStream(new ByteArrayInputStream(body)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long checksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return crc.getValue();
    }

    private static void write(MapData data, DataOutputStream out) throws IOException {
        out.writeInt(data.queries().size());
        for (QueryRecord query : data.queries().values()) {
            writeQuery(query, out);
        }
        out.writeInt(data.rows().size());
        for (var row : data.rows().entrySet()) {
            out.writeInt(row.getKey().query());
            out.writeInt(row.getKey().epoch());
            out.writeLong(row.getKey().rowSignature());
            writeBytes(row.getValue(), out);
        }
        out.writeInt(data.outbox().size());
        for (var entry : data.outbox().entrySet()) {
            out.writeInt(entry.getKey().query());
            out.writeLong(entry.getValue().ordinal());
            out.writeLong(entry.getValue().previousSequence());
            out.writeLong(entry.getValue().sequence());
            writeBytes(entry.getValue().data(), out);
        }
        out.writeInt(data.sources().size());
        for (var source : data.sources().entrySet()) {
            out.writeInt(source.getKey().query());
            out.writeUTF(source.getKey().sourceId());
            writeBytes(source.getValue(), out);
        }
    }

    private static void writeQuery(QueryRecord query, DataOutputStream out) throws IOException {
        out.writeInt(query.number());
        out.writeUTF(query.queryId());
        out.writeBoolean(query.dropped());
        out.writeLong(query.position().generation());
        out.writeLong(query.position().sequence());
        out.writeLong(query.position().configHash());
        out.writeInt(query.rows().epoch());
        out.writeInt(query.rows().nextEpoch());
        out.writeInt(query.rows().reclaimedEpoch());
        out.writeLong(query.rows().count());
        out.writeLong(query.rows().membership());
        out.writeLong(query.outbox().first());
        out.writeLong(query.outbox().next());
        out.writeLong(query.outbox().reclaimed());
    }

    private static MapData read(DataInputStream in) throws IOException {
        MapData data = new MapData();
        for (int left = in.readInt(); left > 0; left--) {
            QueryRecord query = readQuery(in);
            data.queries().put(query.number(), query);
        }
        for (int left = in.readInt(); left > 0; left--) {
            data.rows().put(new RowKey(in.readInt(), in.readInt(), in.readLong()), readBytes(in));
        }
        for (int left = in.readInt(); left > 0; left--) {
            int query = in.readInt();
            OutboxRecord entry = new OutboxRecord(in.readLong(), in.readLong(), in.readLong(), readBytes(in));
            data.outbox().put(new OutboxKey(query, entry.ordinal()), entry);
        }
        for (int left = in.readInt(); left > 0; left--) {
            data.sources().put(new SourceKey(in.readInt(), in.readUTF()), readBytes(in));
        }
        return data;
    }

    private static QueryRecord readQuery(DataInputStream in) throws IOException {
        return new QueryRecord(
                in.readInt(),
                in.readUTF(),
                in.readBoolean(),
                new Position(in.readLong(), in.readLong(), in.readLong()),
                new QueryRecord.Rows(in.readInt(), in.readInt(), in.readInt(), in.readLong(), in.readLong()),
                new QueryRecord.Outbox(in.readLong(), in.readLong(), in.readLong()));
    }

    private static void writeBytes(byte[] bytes, DataOutputStream out) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static byte[] readBytes(DataInputStream in) throws IOException {
        return in.readNBytes(in.readInt());
    }
}
