package io.afterimage.reactions.campaign;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Publishes step by step to both queries, up to the step it was told last. Where it stands is the host's to know. */
final class ProducerProcess {

    private static final long PAUSE_MS = 20;

    private final Path portFile;
    private final CountDownLatch ended = new CountDownLatch(1);
    private long allowed;

    private ProducerProcess(Path portFile) {
        this.portFile = portFile;
    }

    /**
     * Runs the producer until its input ends.
     *
     * @param args the directory of the campaign and the first step limit
     */
    public static void main(String[] args) throws IOException {
        ProducerProcess producer = new ProducerProcess(HostProcess.portFileIn(Path.of(args[0])));
        producer.allow(Long.parseLong(args[1]));
        Thread thread = new Thread(producer::produceForEver, "producing");
        thread.setDaemon(true);
        thread.start();
        for (String line = Report.hear(); !line.isEmpty(); line = Report.hear()) {
            producer.allow(Long.parseLong(line));
        }
    }

    private synchronized void allow(long step) {
        allowed = Math.max(allowed, step);
        notifyAll();
    }

    private synchronized void awaitAllowed(long step) throws InterruptedException {
        while (step > allowed) {
            wait();
        }
    }

    private void produceForEver() {
        while (ended.getCount() > 0) {
            try (Line line = Line.to(portFile)) {
                produce(line);
            } catch (IOException away) {
                pause();
            } catch (InterruptedException e) {
                ended.countDown();
            }
        }
    }

    private void produce(Line line) throws IOException, InterruptedException {
        long wide = stepsDone(line, HostProcess.WIDE);
        long narrow = stepsDone(line, HostProcess.NARROW);
        while (true) {
            long step = Math.min(wide, narrow) + 1;
            awaitAllowed(step);
            if (wide < step) {
                wide = publish(line, HostProcess.WIDE, step);
            }
            if (narrow < step) {
                narrow = publish(line, HostProcess.NARROW, step);
            }
            Report.say("at produced 1 " + step);
        }
    }

    private static long stepsDone(Line line, String queryId) throws IOException {
        line.out.write(Wire.STEPS_DONE);
        line.out.writeUTF(queryId);
        line.out.flush();
        return line.in.readLong();
    }

    private static long publish(Line line, String queryId, long step) throws IOException {
        line.out.write(Wire.PUBLISH);
        line.out.writeUTF(queryId);
        line.out.writeLong(step);
        line.out.flush();
        return line.in.readLong();
    }

    private void pause() {
        try {
            ended.await(PAUSE_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            ended.countDown();
        }
    }
}
