package io.afterimage.tck.torture;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A disk that a child JVM can fill and empty at will. Where the system lets a user mount a file system of his own, it is a
 * small one of these, and a file without meaning fills it; elsewhere a limit on the size of the process's files stands in
 * for it. Not thread-safe; one thread at a time.
 */
sealed interface SmallDisk {

    /** Leaves so much room and no more. */
    void fill(long roomBytes) throws IOException;

    /** Gives all room back. */
    void free() throws IOException;

    /** How a machine lets a disk be small. */
    enum Kind {
        /** A file system in a mount namespace of the child's own. */
        MOUNTED,
        /** A limit on the size of files, which the child changes itself. */
        LIMITED;

        /** What this machine offers, the better one first. */
        static Optional<Kind> onThisMachine(Path disk) throws IOException {
            if (succeeds(wrapper(disk, 1), "true")) {
                return Optional.of(MOUNTED);
            }
            return succeeds(List.of("prlimit"), "--version") ? Optional.of(LIMITED) : Optional.empty();
        }

        /** The command that runs a child with its disk. */
        List<String> command(Path disk, int mebibytes) {
            return this == MOUNTED ? wrapper(disk, mebibytes) : List.of();
        }

        /** The disk, in the child. */
        SmallDisk open(Path disk) {
            return this == MOUNTED ? new Mounted(disk) : new Limited();
        }

        private static List<String> wrapper(Path disk, int mebibytes) {
            return List.of(
                    "unshare",
                    "--map-root-user",
                    "--mount",
                    "sh",
                    "-c",
                    "mount -t tmpfs -o size=" + mebibytes + "m tmpfs \"$0\" && exec \"$@\"",
                    disk.toString());
        }

        private static boolean succeeds(List<String> wrapper, String last) throws IOException {
            if (!isOnPath(wrapper.get(0))) {
                return false;
            }
            List<String> command = new ArrayList<>(wrapper);
            command.add(last);
            return SmallDisk.run(command) == 0;
        }

        private static boolean isOnPath(String program) {
            String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
            return List.of(path.split(File.pathSeparator)).stream()
                    .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
        }
    }

    private static int run(List<String> command) throws IOException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .onExit()
                .join()
                .exitValue();
    }

    /** A file system, and the file that fills it. */
    final class Mounted implements SmallDisk {

        private static final byte[] PAGE = new byte[4_096];

        private final Path disk;
        private final Path filler;

        Mounted(Path disk) {
            this.disk = disk;
            this.filler = disk.resolve("filler");
        }

        @Override
        public void fill(long roomBytes) throws IOException {
            long size = Files.getFileStore(disk).getUsableSpace() - roomBytes;
            try (OutputStream out =
                    Files.newOutputStream(filler, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                for (long left = size; left > 0; left -= PAGE.length) {
                    out.write(PAGE);
                }
            } catch (IOException e) {
                // the store was faster, and the disk is as full as it should be
            }
        }

        @Override
        public void free() throws IOException {
            Files.deleteIfExists(filler);
        }
    }

    /** A limit on the size of the files of this process. */
    final class Limited implements SmallDisk {

        @Override
        public void fill(long roomBytes) throws IOException {
            limit(Long.toString(roomBytes));
        }

        @Override
        public void free() throws IOException {
            limit("unlimited");
        }

        private static void limit(String bytes) throws IOException {
            long self = ProcessHandle.current().pid();
            if (run(List.of("prlimit", "--pid=" + self, "--fsize=" + bytes + ":")) != 0) {
                throw new IOException("The limit cannot be set. Bytes: " + bytes + ".");
            }
        }
    }
}
