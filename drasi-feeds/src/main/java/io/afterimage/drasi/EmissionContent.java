package io.afterimage.drasi;

import io.afterimage.drasi.ParsedLine.Signal;
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

    /** What is kept with an emission; null where nothing is, because something else than a feed wrote it. */
    static @Nullable EmissionContent in(Map<String, String> metadata) {
        String text = metadata.get(METADATA_KEY);
        if (text == null) {
            return null;
        }
        List<ContentHash> hashes = new ArrayList<>();
        if (text.startsWith("diffs:")) {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(text.substring("diffs:".length())));
            while (bytes.hasRemaining()) {
                hashes.add(new ContentHash(bytes.getLong(), bytes.getLong()));
            }
        }
        return new EmissionContent(text, hashes);
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
