package dev.scout.loader;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

/** Ends the function at one of its calls of S3 or SQS, before the call or behind it. */
final class Kills {

    private final List<String> calls = new ArrayList<>();
    private int at = -1;
    private boolean behind;

    /** The same client, counted. */
    <T> T client(Class<T> type, T real) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    int call = count(method.getName());
                    killIf(call == at && !behind);
                    try {
                        Object answer = method.invoke(real, arguments);
                        killIf(call == at && behind);
                        return answer;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    private synchronized int count(String name) {
        calls.add(name);
        return calls.size() - 1;
    }

    private static void killIf(boolean now) {
        if (now) {
            throw new Error("killed");
        }
    }

    /** Begins to count anew. */
    synchronized void killAt(int call, boolean behindIt) {
        calls.clear();
        at = call;
        behind = behindIt;
    }

    synchronized List<String> calls() {
        return List.copyOf(calls);
    }
}
