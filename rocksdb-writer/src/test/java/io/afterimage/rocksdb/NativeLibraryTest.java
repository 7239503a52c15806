package io.afterimage.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.LiveResultsStore;
import io.afterimage.StoreUnavailableException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is unpacked at the first open of a process, which has no store yet that could fail. */
class NativeLibraryTest {

    /** Opens a store where nothing can be unpacked, and again where it can. */
    static final class Child {

        private Child() {}

        public static void main(String[] arguments) throws Exception {
            try {
                StoreFixture.open(Path.of(arguments[0], "store")).close();
            } catch (StoreUnavailableException e) {
                System.out.println(e.getMessage());
            }
            Files.createDirectory(Path.of(System.getProperty("java.io.tmpdir")));
            try (LiveResultsStore store = StoreFixture.open(Path.of(arguments[0], "store"))) {
                System.out.println(store.queries());
            }
        }
    }

    @Test
    void noRoomToUnpack_isTyped_andPasses(@TempDir Path directory) throws Exception {
        List<String> command = ChildJvm.command(Child.class, directory);
        command.add(1, "-Djava.io.tmpdir=" + directory.resolve("absent"));
        Process child = ChildJvm.start(command);
        String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(said)
                .startsWith("RocksDB's native library cannot be unpacked.")
                .endsWith("[]\n");
    }
}
