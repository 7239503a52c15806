package io.afterimage.reactions.campaign;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;

/** One connection to the host, which tells its present port in a file. Not thread-safe; one thread at a time. */
final class Line implements AutoCloseable {

    private static final int TIMEOUT_MS = 20_000;

    private final Socket socket;
    final DataInputStream in;
    final DataOutputStream out;

    private Line(Socket socket) throws IOException {
        this.socket = socket;
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
    }

    static Line to(Path portFile) throws IOException {
        int port = Integer.parseInt(Files.readString(portFile).strip());
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MS);
            socket.setSoTimeout(TIMEOUT_MS);
            socket.setTcpNoDelay(true);
            Line line = new Line(socket);
            if (line.in.readLong() != Wire.HELLO) {
                throw new IOException("Somebody else has the host's port. Port: " + port + ".");
            }
            return line;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    static Line accepted(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        Line line = new Line(socket);
        line.out.writeLong(Wire.HELLO);
        line.out.flush();
        return line;
    }

    void waitForEver() throws IOException {
        socket.setSoTimeout(0);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
