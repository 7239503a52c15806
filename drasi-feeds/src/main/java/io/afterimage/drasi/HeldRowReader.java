package io.afterimage.drasi;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.afterimage.drasi.ParsedLine.Order;
import io.afterimage.drasi.ParsedLine.Signal;
import io.afterimage.drasi.RowChange.Hint;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads a {@link HeldRow} of format version 1. Used once; not thread-safe. */
final class HeldRowReader {

    static final int PART = 0;
    static final int WHOLE = 1;
    static final int CONTROL = 2;
    static final int PUT = 0;
    static final int REMOVE = 1;

    /** Signals by their numbers. */
    static final List<Signal> SIGNALS = List.of(Signal.BOOTSTRAP_STARTED, Signal.DELETED, Signal.OTHER);

    private final ByteBuffer bytes;

    HeldRowReader(byte[] stored) {
        bytes = ByteBuffer.wrap(stored, 1, stored.length - 1); // after the format version
    }

    HeldRow read() {
        HeldRow row = new HeldRow(bytes.getLong(), bytes.getLong(), delivery());
        if (bytes.hasRemaining()) {
            throw new IndexOutOfBoundsException(bytes.remaining() + " bytes after its end");
        }
        return row;
    }

    private Delivery delivery() {
        long sequence = bytes.getLong();
        String queryId = text();
        int kind = choice(CONTROL);
        if (kind == PART) {
            int count = bytes.getInt();
            Instant moment = moment();
            Map<String, String> metadata = metadata();
            return new Delivery.Part(queryId, sequence, change(), count == 0 ? null : count, moment, metadata);
        }
        return kind == WHOLE ? whole(queryId, sequence) : control(queryId, sequence);
    }

    private Delivery.Whole whole(String queryId, long sequence) {
        Order order = choice(1) == 0 ? Order.AS_LISTED : Order.DELETES_FIRST;
        Instant moment = moment();
        Map<String, String> metadata = metadata();
        List<RowChange> changes = list(this::change);
        return new Delivery.Whole(new ParsedLine.Emission(queryId, sequence, changes, order), moment, metadata);
    }

    private Delivery.Control control(String queryId, long sequence) {
        Signal signal = SIGNALS.get(choice(SIGNALS.size() - 1));
        return new Delivery.Control(new ParsedLine.Control(queryId, sequence, signal, number()));
    }

    private RowChange change() {
        if (choice(REMOVE) == REMOVE) {
            RawJson before = row();
            return new RowChange.Remove(before, hint());
        }
        RawJson before = row();
        RawJson after = row();
        if (after == null) {
            throw new UnusableLineException("A put without a row");
        }
        return new RowChange.Put(before, after, hint());
    }

    private Hint hint() {
        Long signature = number();
        return new Hint(signature, choice(1) == 0 ? null : list(this::text));
    }

    private @Nullable RawJson row() {
        return choice(1) == 0 ? null : RawJson.parse(bytes());
    }

    private @Nullable Instant moment() {
        return choice(1) == 0 ? null : Instant.ofEpochSecond(bytes.getLong(), bytes.getInt());
    }

    private Map<String, String> metadata() {
        Map<String, String> metadata = new TreeMap<>();
        for (int left = length(); left > 0; left--) {
            String name = text();
            metadata.put(name, text());
        }
        return metadata;
    }

    private @Nullable Long number() {
        return choice(1) == 0 ? null : (Long) bytes.getLong();
    }

    private <T> List<T> list(Supplier<T> element) {
        List<T> elements = new ArrayList<>();
        for (int left = length(); left > 0; left--) {
            elements.add(element.get());
        }
        return elements;
    }

    private String text() {
        return new String(bytes(), UTF_8);
    }

    private byte[] bytes() {
        byte[] more = new byte[length()];
        bytes.get(more);
        return more;
    }

    /** A length that can be: so many bytes are there at least. */
    private int length() {
        int length = bytes.getInt();
        if (length < 0 || length > bytes.remaining()) {
            throw new BufferUnderflowException();
        }
        return length;
    }

    private int choice(int largest) {
        int choice = bytes.get() & 0xFF;
        if (choice > largest) {
            throw new IndexOutOfBoundsException("a choice of " + choice + " where " + largest + " is the largest");
        }
        return choice;
    }
}
