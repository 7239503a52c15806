package io.afterimage.reactions.campaign;

import io.afterimage.reactions.Emission;
import io.afterimage.reactions.Reaction;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.LongStream;

/** The trigger: writes down the sequence of each emission it sees, eight bytes each. */
final class SequenceLog implements Reaction, AutoCloseable {

    private final FileChannel channel;

    private SequenceLog(FileChannel channel) {
        this.channel = channel;
    }

    static SequenceLog in(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        channel.truncate(channel.size() - channel.size() % Long.BYTES); // a kill may tear the last one
        channel.position(channel.size());
        return new SequenceLog(channel);
    }

    static long[] read(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        return LongStream.generate(bytes::getLong)
                .limit(bytes.capacity() / Long.BYTES)
                .toArray();
    }

    @Override
    public String reactionId() {
        return ReactionProcess.TRIGGER;
    }

    /** Takes its time before it writes, so that a checkpoint that was written before the effect would be found out. */
    @Override
    public void handle(Emission emission) throws IOException {
        channel.force(true);
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES).putLong(0, emission.sequence());
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
