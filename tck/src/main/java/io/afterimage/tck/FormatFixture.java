package io.afterimage.tck;

import static io.afterimage.tck.Samples.bytes;
import static io.afterimage.tck.Samples.del;
import static io.afterimage.tck.Samples.emissions;
import static io.afterimage.tck.Samples.put;
import static io.afterimage.tck.Samples.puts;

import io.afterimage.LiveResultsStore;
import io.afterimage.Position;
import io.afterimage.ResultCommit;
import io.afterimage.RowMutation;
import io.afterimage.RowSource;
import io.afterimage.tck.torture.Directories;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * A store with every kind of value, kept as text: its files, zipped, in Base64. What it holds never changes, because
 * fixtures of it were written by versions that are gone.
 */
final class FormatFixture {

    /** The queries that it holds, and one that it does not. */
    static final List<String> QUERIES =
            List.of("orders", "orders\0", "cleared", "dropped", "replaced", "\u00e4\ud83d\ude00", "never");

    private FormatFixture() {}

    /**
     * Writes a fixture of the version at hand on standard output, when a format is released.
     *
     * <p>Arguments: the class of the store under test.
     */
    public static void main(String[] arguments) throws IOException, ReflectiveOperationException {
        StoreUnderTest subject = OpenAttempt.subject(arguments[0]);
        Path directory = Directories.temporary("fixture");
        try (LiveResultsStore store = subject.open(directory, StoreBench.SETTINGS)) {
            fill(store);
        }
        System.out.println(pack(directory));
        Directories.delete(directory);
    }

    /** Every kind of value, in one order for ever. */
    static void fill(LiveResultsStore store) {
        store.reset("orders", 7, 40);
        store.commit(ResultCommit.of("orders", 41, puts(20))
                .configHash(7)
                .outbox(bytes("entry-41"))
                .sourcePosition("lsn", bytes("0/16B3748"))
                .build());
        store.commit(ResultCommit.of(
                        "orders",
                        42,
                        List.of(
                                del(3),
                                put(0, "zero"),
                                put(-1, "last"),
                                put(Long.MIN_VALUE, ""),
                                put(Long.MAX_VALUE, "x")))
                .configHash(7)
                .outbox(bytes("entry-42"))
                .sourcePosition("offset", new byte[0])
                .build());
        store.commitAll(emissions("orders\0", 1, 5));
        store.applyMutations("cleared", puts(9));
        store.clear("cleared");
        store.applyMutations("dropped", puts(9));
        store.drop("dropped");
        store.applyMutations("replaced", puts(9));
        store.replaceAll("replaced", new Position(0, 3, 9), RowSource.of(Samples.rows(4)), Map.of("s", bytes("t")));
        store.applyMutations("\u00e4\ud83d\ude00", List.of(RowMutation.upsert(1, Samples.noise(300, 1))));
    }

    private static String pack(Path directory) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes);
                Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(FormatFixture::isKept).sorted().toList()) {
                ZipEntry entry =
                        new ZipEntry(directory.relativize(file).toString().replace('\\', '/'));
                entry.setTime(0);
                zip.putNextEntry(entry);
                Files.copy(file, zip);
            }
        }
        return Base64.getMimeEncoder(116, new byte[] {'\n'}).encodeToString(bytes.toByteArray());
    }

    /** All but what an engine writes for people, and locks. */
    private static boolean isKept(Path file) {
        return Files.isRegularFile(file) && !file.getFileName().toString().matches("LOG.*|OPTIONS-.*|LOCK|.*-lock");
    }

    /** Puts the files of a fixture into a directory. */
    static void unpack(InputStream text, Path directory) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(Base64.getMimeDecoder().wrap(text))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path file = directory.resolve(entry.getName());
                Files.createDirectories(Objects.requireNonNull(file.getParent()));
                Files.copy(zip, file);
            }
        }
    }
}
