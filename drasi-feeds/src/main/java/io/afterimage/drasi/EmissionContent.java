package io.afterimage.drasi;

import io.afterimage.CorruptStoreException;
import io.afterimage.drasi.ParsedLine.Signal;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an emission said, kept beside it in the outbox so that a repetition is known again: the hashes of its diffs, or the
 * name of a control event. Immutable.
 */
final class EmissionContent {

    /** Under which name it stands in the metadata of an emission. */
    static final String METADATA_KEY = "afterimage.content";

    private static final Comparator<ContentHash> ORDER =
            Comparator.comparingLong(ContentHash::high).thenComparingLong(ContentHash::low);

    private final String text;
    private final List<ContentHash> hashes;

    private EmissionContent(String text, List<ContentHash> hashes) {
        this.text = text;
        this.hashes = hashes;
    }

    /** That of diffs, in any order. */
    static EmissionContent of(List<RowChange> changes) {
        List<ContentHash> hashes =
                changes.stream().map(ContentHash::of).sorted(ORDER).toList();
        ByteBuffer bytes = ByteBuffer.allocate(hashes.size() * ContentHash.BYTES);
        hashes.forEach(hash -> bytes.putLong(hash.high()).putLong(hash.low()));
        return new EmissionContent("diffs:" + Base64.getEncoder().encodeToString(bytes.array()), hashes);
    }

    /** That of a control event. */
    static EmissionContent of(Signal signal) {
        return new EmissionContent("control:" + signal.name().toLowerCase(Locale.ROOT), List.of());
    }

    /**
     * What is kept with an emission; null where nothing is, because something else than a feed wrote it.
     *
     * @throws CorruptStoreException if it is something else
     */
    static @Nullable EmissionContent in(Map<String, String> metadata) {
        String text = metadata.get(METADATA_KEY);
        if (text == null) {
            return null;
        }
        try {
            return new EmissionContent(
                    text, text.startsWith("diffs:") ? hashes(text.substring("diffs:".length())) : List.of());
        } catch (IllegalArgumentException | BufferUnderflowException e) {
            throw CorruptStoreException.ofStore(
                    "Where: metadata " + METADATA_KEY + " of an emission. Expected: hashes in base64. Found: " + text
                            + ".",
                    e);
        }
    }

    private static List<ContentHash> hashes(String base64) {
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(base64));
        List<ContentHash> hashes = new ArrayList<>();
        while (bytes.hasRemaining()) {
            hashes.add(new ContentHash(bytes.getLong(), bytes.getLong()));
        }
        return hashes;
    }

    /** Whether everything that the other says is said here too. */
    boolean includes(EmissionContent other) {
        return text.equals(other.text) || (!other.hashes.isEmpty() && new HashSet<>(hashes).containsAll(other.hashes));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof EmissionContent that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** What is kept. */
    @Override
    public String toString() {
        return text;
    }
}
