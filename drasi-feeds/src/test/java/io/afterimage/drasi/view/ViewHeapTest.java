package io.afterimage.drasi.view;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.LiveResultsStore;
import io.afterimage.drasi.IdentityRule;
import io.afterimage.drasi.QuerySettings;
import io.afterimage.drasi.RowIdentity.ByColumns;
import io.afterimage.rocksdb.RocksDbLiveResultsStore;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A view that is larger than the heap of the process that reads it. */
class ViewHeapTest {

    private static final int ROWS = 200_000;
    private static final String HEAP = "-Xmx48m";
    private static final String FILLER = "x".repeat(300);

    @TempDir
    private Path directory;

    @Test
    void viewLargerThanTheHeap_isReadInto_aStore() throws IOException, InterruptedException {
        try (ScriptedServer server = new ScriptedServer()) {
            server.then(ViewHeapTest::writeView);
            Process child = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            HEAP,
                            "-XX:+UseSerialGC",
                            "--enable-native-access=ALL-UNNAMED",
                            "-Djava.io.tmpdir=" + directory,
                            "-cp",
                            System.getProperty("java.class.path"),
                            Reader.class.getName(),
                            server.base().toString(),
                            directory.resolve("store").toString())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(child.getInputStream().readAllBytes(), UTF_8);
            assertThat(child.waitFor()).as(said).isZero();
            assertThat(said).contains("rows " + ROWS + " at 7");
        }
    }

    /** About 64 MB, in one chunk per row. */
    private static void writeView(OutputStream connection) throws IOException {
        OutputStream out = new BufferedOutputStream(connection, 1 << 16);
        out.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".getBytes(ISO_8859_1));
        chunk(out, "[{\"header\":{\"sequence\":7,\"timestamp\":5,\"state\":\"running\"}}");
        for (int i = 0; i < ROWS; i++) {
            chunk(out, "\n,{\"data\":{\"k\":" + i + ",\"v\":\"" + FILLER + "\"}}");
        }
        chunk(out, "]");
        out.write("0\r\n\r\n".getBytes(ISO_8859_1));
        out.flush();
    }

    private static void chunk(OutputStream out, String text) throws IOException {
        out.write((Integer.toHexString(text.length()) + "\r\n" + text + "\r\n").getBytes(ISO_8859_1));
    }

    /** The process with the small heap. */
    static final class Reader {

        private Reader() {}

        public static void main(String[] arguments) {
            QuerySettings settings = QuerySettings.of("q").identity(IdentityRule.always(new ByColumns(List.of("k"))));
            try (LiveResultsStore store =
                            RocksDbLiveResultsStore.at(Path.of(arguments[1])).open();
                    FedQuery query = new FedQuery(store, settings, 7)) {
                ViewHealer.from(ViewClient.at(URI.create(arguments[0])).build()).heal(query);
                System.out.println("rows " + store.rowCount("q") + " at "
                        + query.position().sequence());
            }
        }
    }
}
