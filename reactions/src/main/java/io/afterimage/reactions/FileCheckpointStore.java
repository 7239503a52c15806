package io.afterimage.reactions;

import io.afterimage.CorruptStoreException;
import io.afterimage.OutcomeUnknownException;
import io.afterimage.Position;
import io.afterimage.StoreUnavailableException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps each checkpoint in a small file of its own, durable against power loss: written beside the old one, synced, moved
 * over it in one step, directory synced. Whenever the process or the machine dies, the checkpoint is the old or the new
 * one. Thread-safe; one instance per directory at a time.
 *
 * <p>The layout is in {@code docs/formats/checkpoint.md}. A damaged file is an error, never an absent checkpoint.
 */
public final class FileCheckpointStore implements CheckpointStore {

    private static final String SUFFIX = ".checkpoint";
    private static final String UNFINISHED_SUFFIX = ".unfinished";

    private final Path directory;

    /** One lock per checkpoint, so that one sync does not wait for another's. */
    private final Map<CheckpointKey, Object> locks = new ConcurrentHashMap<>();

    private FileCheckpointStore(Path directory) {
        this.directory = directory;
    }

    /**
     * Keeps checkpoints in a directory.
     *
     * @param directory the directory; created if it is missing
     * @return the checkpoints
     * @throws StoreUnavailableException if the directory cannot be made
     */
    public static FileCheckpointStore in(Path directory) {
        try {
            Files.createDirectories(directory);
            Path above = directory.toAbsolutePath().getParent();
            DurableFile.syncDirectory(above == null ? directory : above);
        } catch (IOException e) {
            throw unavailable("The directory for checkpoints cannot be made.", directory, e);
        }
        return new FileCheckpointStore(directory);
    }

    @Override
    public boolean durable() {
        return true;
    }

    /**
     * Reads a checkpoint.
     *
     * @throws CorruptStoreException if the file is damaged or is another checkpoint's
     * @throws io.afterimage.NewerFormatException if a later version of the library wrote it
     * @throws StoreUnavailableException if it cannot be read
     */
    @Override
    public Optional<Position> read(String reactionId, String queryId) {
        CheckpointKey key = new CheckpointKey(reactionId, queryId);
        Path file = fileOf(key);
        try {
            byte[] bytes = DurableFile.read(file, CheckpointCodec.MAX_BYTES + 1);
            return CheckpointCodec.decode(key, bytes, file.toString());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw unavailable("A checkpoint cannot be read.", file, e);
        }
    }

    /**
     * Writes a checkpoint.
     *
     * @throws StoreUnavailableException if it cannot be written; the old one stands
     * @throws OutcomeUnknownException if it is written and the directory cannot be synced: after a power loss it may be
     *     the old one
     */
    @Override
    public void write(String reactionId, String queryId, Position position) {
        CheckpointKey key = new CheckpointKey(reactionId, queryId);
        byte[] bytes = CheckpointCodec.encode(key, position);
        Path file = fileOf(key);
        synchronized (lockOf(key)) {
            try {
                DurableFile.replace(file, file.resolveSibling(file.getFileName() + UNFINISHED_SUFFIX), bytes);
            } catch (IOException e) {
                throw unavailable("A checkpoint cannot be written.", file, e);
            }
            syncDirectory(file);
        }
    }

    @Override
    public void remove(String reactionId, String queryId) {
        CheckpointKey key = new CheckpointKey(reactionId, queryId);
        Path file = fileOf(key);
        synchronized (lockOf(key)) {
            try {
                if (!Files.deleteIfExists(file)) {
                    return;
                }
            } catch (IOException e) {
                throw unavailable("A checkpoint cannot be removed.", file, e);
            }
            syncDirectory(file);
        }
    }

    private Object lockOf(CheckpointKey key) {
        return locks.computeIfAbsent(key, it -> new Object());
    }

    /** Ids are longer and freer than file names, so the name is their hash and the ids stand inside. */
    private Path fileOf(CheckpointKey key) {
        byte[] reaction = key.reactionId().getBytes(StandardCharsets.UTF_8);
        byte[] query = key.queryId().getBytes(StandardCharsets.UTF_8);
        ByteBuffer ids = ByteBuffer.allocate(Short.BYTES + reaction.length + query.length)
                .putShort((short) reaction.length)
                .put(reaction)
                .put(query);
        return directory.resolve(Sha256.hex(ids.array()) + SUFFIX);
    }

    private void syncDirectory(Path file) {
        try {
            DurableFile.syncDirectory(directory);
        } catch (IOException e) {
            throw new OutcomeUnknownException(
                    "The directory of a checkpoint cannot be synced. File: " + file + ". Cause: " + e
                            + ". Next: read the checkpoint again.",
                    e);
        }
    }

    private static StoreUnavailableException unavailable(String sentence, Path where, IOException cause) {
        return new StoreUnavailableException(sentence + " Where: " + where + ". Cause: " + cause + ".", cause);
    }
}
