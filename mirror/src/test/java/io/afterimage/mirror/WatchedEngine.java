package io.afterimage.mirror;

import io.afterimage.spi.EngineBatch;
import io.afterimage.spi.StorageEngine;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells of every write that the thread which made it sends to its engine. The engine itself works as ever. */
final class WatchedEngine {

    private static final Set<String> WRITES =
            Set.of("putRow", "deleteRow", "putOutbox", "deleteOutbox", "putQuery", "putSourcePosition", "commit");

    private final Thread thread = Thread.currentThread();
    private final Watcher watcher;

    private WatchedEngine(Watcher watcher) {
        this.watcher = watcher;
    }

    /** Who is told. */
    interface Watcher {

        /** Before the engine has done it. */
        void before();

        /** After the engine has done it. */
        void after();
    }

    static StorageEngine around(StorageEngine engine, Watcher watcher) {
        return new WatchedEngine(watcher).proxy(StorageEngine.class, engine);
    }

    private <T> T proxy(Class<T> type, T inner) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, values) -> call(method, inner, values)));
    }

    private @Nullable Object call(Method method, Object inner, Object[] values) throws Throwable {
        boolean watched = inner instanceof EngineBatch
                && WRITES.contains(method.getName())
                && Thread.currentThread().equals(thread);
        if (watched) {
            watcher.before();
        }
        Object result = invoke(method, inner, values);
        if (watched) {
            watcher.after();
        }
        return result instanceof EngineBatch batch ? proxy(EngineBatch.class, batch) : result;
    }

    private static @Nullable Object invoke(Method method, Object inner, Object[] values) throws Throwable {
        method.setAccessible(true);
        try {
            return method.invoke(inner, values);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }
}
