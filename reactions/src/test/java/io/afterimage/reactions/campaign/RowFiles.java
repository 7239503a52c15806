package io.afterimage.reactions.campaign;

import io.afterimage.Row;
import io.afterimage.RowMutation;
import io.afterimage.reactions.Bootstrap;
import io.afterimage.reactions.Emission;
import io.afterimage.reactions.Reaction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The snapshot reaction: each row is a file. Its effect bears repetition, and a bootstrap wipes what is there. */
final class RowFiles implements Reaction {

    private static final String UNFINISHED = ".unfinished";

    private final Path directory;

    RowFiles(Path directory) throws IOException {
        this.directory = Files.createDirectories(directory);
    }

    static Map<Long, String> read(Path directory) throws IOException {
        Map<Long, String> rows = new TreeMap<>();
        for (Path file : files(directory)) {
            String name = file.getFileName().toString();
            if (!name.endsWith(UNFINISHED)) {
                rows.put(Long.valueOf(name), Files.readString(file));
            }
        }
        return rows;
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    @Override
    public String reactionId() {
        return ReactionProcess.SNAPSHOT;
    }

    @Override
    public void handle(Emission emission) throws IOException {
        for (RowMutation mutation : emission.mutations()) {
            if (mutation instanceof RowMutation.Upsert upsert) {
                put(upsert.rowSignature(), upsert.data());
            } else {
                Files.deleteIfExists(fileOf(mutation.rowSignature()));
            }
        }
    }

    @Override
    public void bootstrap(Bootstrap bootstrap) throws IOException {
        for (Path file : files(directory)) {
            Files.delete(file);
        }
        for (Row row : bootstrap.snapshot().toList()) {
            put(row.rowSignature(), row.data());
        }
    }

    private void put(long signature, byte[] data) throws IOException {
        Path unfinished = directory.resolve(signature + UNFINISHED);
        Files.writeString(unfinished, new String(data, StandardCharsets.UTF_8));
        Files.move(unfinished, fileOf(signature), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private Path fileOf(long signature) {
        return directory.resolve(Long.toString(signature));
    }
}
