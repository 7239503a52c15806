package io.afterimage.cli.serve;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;

/** A connection on which anything can be sent. Not thread-safe; one thread at a time. */
final class RawConnection implements AutoCloseable {

    private static final int PATIENCE_MS = 60_000;

    private final Socket socket;

    RawConnection(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MS);
        socket.setTcpNoDelay(true);
    }

    /** Sends a text, one byte a character. */
    RawConnection send(String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(ISO_8859_1));
        out.flush();
        return this;
    }

    /** Sends as much as the server takes; false once it has closed the connection. */
    boolean trySend(String text) {
        try {
            send(text);
            return socket.getInputStream().available() == 0;
        } catch (IOException closed) {
            return false;
        }
    }

    /** Says that nothing more will be sent. */
    RawConnection halfClose() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    /** Everything that the server sends before it closes the connection. */
    String answer() throws IOException {
        StringBuilder answer = new StringBuilder();
        byte[] buffer = new byte[8_192];
        try {
            for (int n = socket.getInputStream().read(buffer);
                    n >= 0;
                    n = socket.getInputStream().read(buffer)) {
                answer.append(new String(buffer, 0, n, ISO_8859_1));
            }
        } catch (SocketException reset) {
            return answer.toString(); // closed while we had sent more than it wanted to read
        }
        return answer.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
