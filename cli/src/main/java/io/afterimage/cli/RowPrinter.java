package io.afterimage.cli;

import io.afterimage.RowCursor;
import io.afterimage.drasi.DrasiRow;
import io.afterimage.drasi.RawJson;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Prints rows as JSON: {@code {"signature":"<unsigned decimal>","row":…}}, with the row's own bytes where they are one
 * JSON document (a line break between its tokens becomes a space), and {@code "rowBase64":"…"} in the place of
 * {@code "row"} where they are not. Of a row in an envelope, the JSON inside; where it stands for several equal rows,
 * {@code "copies":…} comes before it. Allocates next to nothing per row. Not thread-safe; one thread at a time.
 */
final class RowPrinter {

    private static final byte[] SIGNATURE = ascii("{\"signature\":\"");
    private static final byte[] COPIES = ascii("\",\"copies\":");
    private static final byte[] ROW = ascii("\",\"row\":");
    private static final byte[] ROW_AFTER_NUMBER = ascii(",\"row\":");
    private static final byte[] ROW_BASE64 = ascii("\",\"rowBase64\":\"");
    private static final byte[] END = ascii("}");
    private static final byte[] END_BASE64 = ascii("\"}");

    private final Output out;
    private byte[] bytes = new byte[1024];
    private int copies = 1;

    RowPrinter(Output out) {
        this.out = out;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Prints the cursor's row. */
    void print(RowCursor row) {
        int length = load(row.data());
        write(SIGNATURE);
        out.text(Long.toUnsignedString(row.rowSignature()));
        if (RawJson.isDocument(bytes, length)) {
            beginRow();
            flattenLines(length);
            out.bytes(bytes, 0, length);
            write(END);
        } else {
            write(ROW_BASE64);
            write(Base64.getEncoder().encode(row.copyData()));
            write(END_BASE64);
        }
    }

    private void beginRow() {
        if (copies > 1) {
            write(COPIES);
            out.text(Integer.toString(copies));
            write(ROW_AFTER_NUMBER);
        } else {
            write(ROW);
        }
    }

    /** The cursor's row on one line for people. */
    String text(RowCursor row, int maxLength) {
        int length = load(row.data());
        String text = RawJson.isDocument(bytes, length)
                ? (copies > 1 ? copies + " x " : "") + new String(bytes, 0, length, StandardCharsets.UTF_8)
                : "base64:" + Base64.getEncoder().encodeToString(row.copyData());
        String printable = TextTable.printable(text);
        return printable.length() <= maxLength ? printable : printable.substring(0, maxLength - 1) + "…";
    }

    /** Copies what may be JSON to the beginning of the buffer: the whole row, or what is in its envelope. */
    private int load(ByteBuffer data) {
        boolean enveloped = DrasiRow.isEnveloped(data);
        copies = enveloped ? DrasiRow.copies(data) : 1;
        int start = data.position() + (enveloped ? DrasiRow.ENVELOPE_BYTES : 0);
        int length = data.limit() - start;
        if (bytes.length < length) {
            bytes = new byte[Math.max(length, 2 * bytes.length)];
        }
        data.get(start, bytes, 0, length);
        return length;
    }

    /** Inside a string of a JSON document there is no bare line break, so this changes no value. */
    private void flattenLines(int length) {
        for (int i = 0; i < length; i++) {
            if (bytes[i] == '\n' || bytes[i] == '\r') {
                bytes[i] = ' ';
            }
        }
    }

    private void write(byte[] text) {
        out.bytes(text, 0, text.length);
    }
}
