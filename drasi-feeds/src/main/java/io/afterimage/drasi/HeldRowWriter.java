package io.afterimage.drasi;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.afterimage.drasi.RowChange.Hint;
import io.afterimage.drasi.RowChange.Put;
import io.afterimage.drasi.RowChange.Remove;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes a {@link HeldRow}. Used once; not thread-safe. */
final class HeldRowWriter {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);

    byte[] write(HeldRow row) {
        bytes.write(HeldRow.FORMAT_VERSION);
        putLong(row.generation());
        putLong(row.slice());
        putLong(row.delivery().sequence());
        putText(row.delivery().queryId());
        if (row.delivery() instanceof Delivery.Part part) {
            putPart(part);
        } else if (row.delivery() instanceof Delivery.Whole whole) {
            putWhole(whole);
        } else if (row.delivery() instanceof Delivery.Control control) {
            putControl(control.event());
        }
        return bytes.toByteArray();
    }

    private void putPart(Delivery.Part part) {
        bytes.write(HeldRowReader.PART);
        putInt(part.resultCount() == null ? 0 : part.resultCount());
        putMoment(part.timestamp());
        putMetadata(part.metadata());
        putChange(part.change());
    }

    private void putWhole(Delivery.Whole whole) {
        bytes.write(HeldRowReader.WHOLE);
        bytes.write(whole.emission().order() == ParsedLine.Order.AS_LISTED ? 0 : 1);
        putMoment(whole.timestamp());
        putMetadata(whole.metadata());
        putInt(whole.emission().changes().size());
        whole.emission().changes().forEach(this::putChange);
    }

    private void putControl(ParsedLine.Control event) {
        bytes.write(HeldRowReader.CONTROL);
        bytes.write(HeldRowReader.SIGNALS.indexOf(event.signal()));
        putOptional(event.sourceTimeMs());
    }

    private void putChange(RowChange change) {
        bytes.write(change instanceof Put ? HeldRowReader.PUT : HeldRowReader.REMOVE);
        if (change instanceof Put put) {
            putRow(put.before());
            putRow(put.after());
        } else if (change instanceof Remove remove) {
            putRow(remove.before());
        }
        putHint(change.hint());
    }

    private void putHint(Hint hint) {
        putOptional(hint.signature());
        List<String> columns = hint.groupingKeys();
        bytes.write(columns == null ? 0 : 1);
        if (columns != null) {
            putInt(columns.size());
            columns.forEach(this::putText);
        }
    }

    private void putRow(@Nullable RawJson row) {
        bytes.write(row == null ? 0 : 1);
        if (row != null) {
            putBytes(row.bytes());
        }
    }

    private void putMoment(@Nullable Instant moment) {
        bytes.write(moment == null ? 0 : 1);
        if (moment != null) {
            putLong(moment.getEpochSecond());
            putInt(moment.getNano());
        }
    }

    private void putMetadata(Map<String, String> metadata) {
        putInt(metadata.size());
        new TreeMap<>(metadata).forEach((name, value) -> {
            putText(name);
            putText(value);
        });
    }

    private void putOptional(@Nullable Long number) {
        bytes.write(number == null ? 0 : 1);
        if (number != null) {
            putLong(number);
        }
    }

    private void putText(String text) {
        putBytes(text.getBytes(UTF_8));
    }

    private void putBytes(byte[] more) {
        putInt(more.length);
        bytes.writeBytes(more);
    }

    private void putInt(int number) {
        bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
    }

    private void putLong(long number) {
        bytes.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
    }
}
