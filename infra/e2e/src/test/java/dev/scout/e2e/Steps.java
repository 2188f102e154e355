package dev.scout.e2e;

import dev.scout.e2e.Kill.Side;
import dev.scout.e2e.Step.Channel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts the steps of one function process, and kills it at one of them. From then on nothing of it reaches a server. */
final class Steps {

    private final List<Step> taken = new ArrayList<>();
    private final Map<Channel, Integer> counts = new EnumMap<>(Channel.class);
    private final List<Step> unguarded = new ArrayList<>();
    private @Nullable Kill kill;
    private Runnable killer = () -> {};
    private boolean dead;

    /** Begins to count anew. */
    synchronized void count() {
        taken.clear();
        counts.clear();
        unguarded.clear();
    }

    /**
     * Begins to count anew, and kills the process when that moment has come.
     *
     * @param process ends it, and returns when it has ended
     */
    synchronized void killAt(Kill moment, Runnable process) {
        count();
        kill = moment;
        killer = process;
    }

    synchronized List<Step> taken() {
        return List.copyOf(taken);
    }

    /** After which the function had a transaction open that the server would not have ended if the function's machine had vanished. */
    synchronized List<Step> unguarded() {
        return List.copyOf(unguarded);
    }

    synchronized boolean hasKilled() {
        return dead;
    }

    /** A request has come, whole, and is not passed on yet. */
    synchronized Step begin(Channel channel, String name) throws IOException {
        refuseTheDead();
        Step step = new Step(channel, counts.merge(channel, 1, Integer::sum), name);
        taken.add(step);
        killAt(step, Side.BEFORE);
        return step;
    }

    /** Its answer has come, whole, and is not passed back yet. */
    synchronized void end(Step step) throws IOException {
        refuseTheDead();
        killAt(step, Side.AFTER);
    }

    synchronized void leavesUnguarded(Step step) {
        unguarded.add(step);
    }

    private void killAt(Step step, Side side) throws IOException {
        if (new Kill(step, side).equals(kill)) {
            dead = true;
            killer.run();
            refuseTheDead();
        }
    }

    private void refuseTheDead() throws IOException {
        if (dead) {
            throw new IOException("The process is dead");
        }
    }
}
