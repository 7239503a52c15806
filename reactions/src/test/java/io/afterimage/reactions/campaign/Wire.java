package io.afterimage.reactions.campaign;

import io.afterimage.OutboxEntry;
import io.afterimage.OutboxRead;
import io.afterimage.Position;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** How the processes of a campaign talk over loopback: a byte that says what is asked, then the answer. */
final class Wire {

    /** What the host says first, so that nobody talks to whoever got its port after it died. */
    static final long HELLO = 0x61667465_72696d67L;

    static final int HEAD = 'H';
    static final int OUTBOX = 'O';
    static final int SNAPSHOT = 'S';
    static final int SUBSCRIBE = 'L';
    static final int STEPS_DONE = 'D';
    static final int PUBLISH = 'P';

    static final int EMITTED = 'e';
    static final int RESTARTED = 'r';

    private Wire() {}

    static void write(DataOutputStream out, Position position) throws IOException {
        out.writeLong(position.generation());
        out.writeLong(position.sequence());
        out.writeLong(position.configHash());
    }

    static Position readPosition(DataInputStream in) throws IOException {
        return new Position(in.readLong(), in.readLong(), in.readLong());
    }

    static void write(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    static byte[] readBytes(DataInputStream in) throws IOException {
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        return bytes;
    }

    static void write(DataOutputStream out, OutboxRead answer) throws IOException {
        write(out, answer.head());
        if (answer instanceof OutboxRead.Entries read) {
            out.write('E');
            out.writeInt(read.entries().size());
            for (OutboxEntry entry : read.entries()) {
                out.writeLong(entry.sequence());
                write(out, entry.data());
            }
        } else if (answer instanceof OutboxRead.Gap gap) {
            out.write('G');
            out.writeLong(gap.requested());
            out.writeLong(gap.earliest());
            out.writeLong(gap.latest());
        } else {
            out.write(code(answer));
        }
    }

    private static int code(OutboxRead answer) {
        if (answer instanceof OutboxRead.UpToDate) {
            return 'U';
        }
        if (answer instanceof OutboxRead.Ahead) {
            return 'A';
        }
        return answer instanceof OutboxRead.OtherGeneration ? 'X' : 'C';
    }

    static OutboxRead readOutbox(DataInputStream in, Position requested) throws IOException {
        Position head = readPosition(in);
        int code = in.readUnsignedByte();
        return switch (code) {
            case 'E' -> new OutboxRead.Entries(readEntries(in), head);
            case 'G' -> new OutboxRead.Gap(in.readLong(), in.readLong(), in.readLong(), head);
            case 'U' -> new OutboxRead.UpToDate(head);
            case 'A' -> new OutboxRead.Ahead(requested, head);
            case 'X' -> new OutboxRead.OtherGeneration(requested, head);
            case 'C' -> new OutboxRead.OtherConfig(requested, head);
            default -> throw new IOException("The host answered with something else. Found: " + code + ".");
        };
    }

    private static List<OutboxEntry> readEntries(DataInputStream in) throws IOException {
        int count = in.readInt();
        List<OutboxEntry> entries = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            entries.add(new OutboxEntry(in.readLong(), readBytes(in)));
        }
        return entries;
    }
}
