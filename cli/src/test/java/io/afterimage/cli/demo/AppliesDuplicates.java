package io.afterimage.cli.demo;

import io.afterimage.CommitResult;
import io.afterimage.InMemoryLiveResultsStore;
import io.afterimage.LiveResultsStore;
import io.afterimage.ResultCommit;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;

/** A store that is broken on purpose: it applies what it has already, and with it the commit's source positions. */
final class AppliesDuplicates implements AutoCloseable {
    private final LiveResultsStore sound = new InMemoryLiveResultsStore();
    private final Map<String, Map<String, byte[]>> sourcesOfDuplicates = new HashMap<>();
    private final LiveResultsStore broken = (LiveResultsStore) Proxy.newProxyInstance(
            LiveResultsStore.class.getClassLoader(), new Class<?>[] {LiveResultsStore.class}, this::invoke);

    LiveResultsStore store() {
        return broken;
    }

    private Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        if (method.getName().equals("commit")) {
            return commit((ResultCommit) arguments[0]);
        }
        if (method.getName().equals("commitAll")) {
            sourcesOfDuplicates.clear(); // later commits bring later positions
        }
        if (method.getName().equals("sourcePositions") && sourcesOfDuplicates.containsKey(arguments[0])) {
            return sourcesOfDuplicates.get(arguments[0]);
        }
        try {
            return method.invoke(sound, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private CommitResult commit(ResultCommit commit) {
        CommitResult result = sound.commit(commit);
        if (result instanceof CommitResult.Duplicate) {
            sourcesOfDuplicates.put(commit.queryId(), commit.sourcePositions());
            return new CommitResult.Applied(result.position(), sound.rowCount(commit.queryId()));
        }
        return result;
    }

    @Override
    public void close() {
        sound.close();
    }
}
