package io.afterimage.drasi.view;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A server on the loopback interface that answers each connection with the next bytes of a script, and closes it. The last
 * answer is given again as often as it is asked for: the JDK's client repeats a request that was not answered at all.
 */
final class ScriptedServer implements AutoCloseable {

    /** Writes one answer. */
    interface Answer {
        void write(OutputStream out) throws IOException;
    }

    private final ServerSocket socket;
    private final BlockingQueue<Answer> script = new LinkedBlockingQueue<>();
    private final List<String> requests = new ArrayList<>();
    private final List<IOException> reasons = new ArrayList<>();
    private Answer last = out -> {};

    ScriptedServer() throws IOException {
        socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::serve, "scripted server");
        thread.setDaemon(true);
        thread.start();
    }

    URI base() {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }

    ScriptedServer then(Answer answer) {
        script.add(answer);
        return this;
    }

    /** The next answer is this view, in chunks of a few bytes. */
    ScriptedServer thenView(String body) {
        return then(out -> out.write(chunked(body, 7)));
    }

    ScriptedServer thenStatus(int status) {
        return then(out -> out.write(("HTTP/1.1 " + status + " x\r\nContent-Length: 2\r\nConnection: close\r\n"
                        + "Location: http://127.0.0.1:1/\r\n\r\nno")
                .getBytes(ISO_8859_1)));
    }

    /** The heads of the requests so far. */
    synchronized List<String> requests() {
        return List.copyOf(requests);
    }

    static byte[] chunked(String body, int chunkBytes) {
        byte[] bytes = body.getBytes(UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".getBytes(ISO_8859_1));
        for (int at = 0; at < bytes.length; at += chunkBytes) {
            int length = Math.min(chunkBytes, bytes.length - at);
            out.writeBytes((Integer.toHexString(length) + "\r\n").getBytes(ISO_8859_1));
            out.write(bytes, at, length);
            out.writeBytes("\r\n".getBytes(ISO_8859_1));
        }
        out.writeBytes("0\r\n\r\n".getBytes(ISO_8859_1));
        return out.toByteArray();
    }

    static byte[] withLength(String body) {
        byte[] bytes = body.getBytes(UTF_8);
        return concat("HTTP/1.1 200 OK\r\nContent-Length: " + bytes.length + "\r\n\r\n", bytes);
    }

    static byte[] untilClosed(String body) {
        return concat("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", body.getBytes(UTF_8));
    }

    static byte[] concat(String head, byte[] body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(head.getBytes(ISO_8859_1));
        out.writeBytes(body);
        return out.toByteArray();
    }

    private void serve() {
        while (!socket.isClosed()) {
            try (Socket connection = socket.accept()) {
                answer(connection);
            } catch (IOException e) {
                reasons.add(e); // the client gave up, or the server was closed
            }
        }
    }

    private void answer(Socket connection) throws IOException {
        StringBuilder head = new StringBuilder();
        InputStream in = connection.getInputStream();
        while (head.indexOf("\r\n\r\n") < 0) {
            int read = in.read();
            if (read < 0) {
                return;
            }
            head.append((char) read);
        }
        synchronized (this) {
            requests.add(head.toString());
        }
        OutputStream out = connection.getOutputStream();
        Answer next = script.poll();
        last = next == null ? last : next;
        last.write(out);
        out.flush();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
