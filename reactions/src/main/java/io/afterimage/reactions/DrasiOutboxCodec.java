package io.afterimage.reactions;

import io.afterimage.CorruptStoreException;
import io.afterimage.OutboxEntry;
import io.afterimage.Position;
import io.afterimage.RefusedException;
import java.time.format.DateTimeParseException;
import org.msgpack.core.MessagePackException;
import tools.jackson.core.JacksonException;

/**
 * Reads what Drasi itself has stored, for moving from it: outbox entries and live rows in MessagePack. Both forms of an
 * entry are read, the compact one (arrays) and the named one (maps), and of the compact one also those updates without
 * grouping keys that Drasi writes and cannot read. Rows come out as JSON text in UTF-8.
 *
 * <p>An entry's profiling times and the grouping keys of its updates are left out. Metadata that is not text comes out as
 * JSON text.
 */
public final class DrasiOutboxCodec {

    private DrasiOutboxCodec() {}

    /**
     * Decodes an entry of Drasi's outbox.
     *
     * @param queryId the query whose outbox it comes from
     * @param life the generation and config hash that the emission is given; Drasi's entries have none
     * @param entry the entry
     * @return the emission
     * @throws CorruptStoreException if the bytes are damaged, or are those of another query or sequence
     * @throws RefusedException if a diff has the row signature 0, Drasi's sign for "unknown": the row cannot be told
     */
    public static Emission decode(String queryId, Position life, OutboxEntry entry) {
        Position position = new Position(life.generation(), entry.sequence(), life.configHash());
        try {
            return new DrasiEntryReader(queryId, position, entry.data()).read();
        } catch (MessagePackException | UnexpectedBytesException | JacksonException | DateTimeParseException e) {
            throw CorruptStoreException.ofQuery(
                    queryId,
                    "Sequence: " + entry.sequence() + ". Expected: a Drasi outbox entry. Found: " + e.getMessage()
                            + ".",
                    e);
        }
    }

    /**
     * Turns a row of Drasi's live results into JSON.
     *
     * @param queryId the query it comes from
     * @param rowSignature the row
     * @param data its bytes in MessagePack
     * @return the row as JSON text in UTF-8
     * @throws CorruptStoreException if the bytes are damaged
     */
    public static byte[] rowToJson(String queryId, long rowSignature, byte[] data) {
        try {
            MessagePackReader in = new MessagePackReader(data);
            byte[] json = in.json();
            in.expectEnd();
            return json;
        } catch (MessagePackException | UnexpectedBytesException | JacksonException e) {
            throw CorruptStoreException.ofRow(
                    queryId, rowSignature, "Expected: a Drasi row. Found: " + e.getMessage() + ".");
        }
    }
}
