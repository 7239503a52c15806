package io.afterimage.cli.serve;

import io.afterimage.cli.CommandFailure;
import io.afterimage.cli.ExitCode;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * SIGTERM and SIGINT: the first one asks to stop, the second one ends the process at once, with 128 and the signal's number
 * as everywhere. A shutdown hook could not tell the second one, since the JVM waits for its hooks. The class that hears
 * signals is in every JDK but outside of the standard, so it is reached by reflection. Thread-safe.
 */
final class Signals {

    private static final List<String> NAMES = List.of("TERM", "INT");
    private static final int SIGNAL_EXIT = 128;

    private final CountDownLatch asked = new CountDownLatch(1);

    private Signals() {}

    /**
     * Hears signals from now on, until the process ends.
     *
     * @throws CommandFailure if this JVM does not tell of signals
     */
    static Signals heard() {
        Signals signals = new Signals();
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            InvocationHandler deed = (proxy, method, arguments) -> signals.handle(proxy, method.getName(), arguments);
            Object proxy = Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, deed);
            for (String name : NAMES) {
                Object one = signal.getConstructor(String.class).newInstance(name);
                signal.getMethod("handle", signal, handler).invoke(null, one, proxy);
            }
        } catch (ReflectiveOperationException e) {
            throw new CommandFailure(
                    ExitCode.STORE_ERROR,
                    "Signals cannot be heard. Expected: a JVM without -Xrs. Found: " + e + ".",
                    e);
        }
        return signals;
    }

    @SuppressWarnings("ReferenceEquality") // the one thing that equals a proxy is itself
    private Object handle(Object proxy, String method, Object[] arguments) throws ReflectiveOperationException {
        return switch (method) {
            case "handle" -> heard(arguments[0]);
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> "signals";
        };
    }

    private Object heard(Object signal) throws ReflectiveOperationException {
        if (asked.getCount() == 0) {
            Object number = signal.getClass().getMethod("getNumber").invoke(signal);
            Runtime.getRuntime().halt(SIGNAL_EXIT + (int) number);
        }
        asked.countDown();
        return asked;
    }

    /** Waits for the first signal. */
    void await() throws InterruptedException {
        asked.await();
    }
}
