package dev.scout.e2e;

import java.sql.SQLException;
import java.util.List;
import java.util.function.Supplier;

/** A way of loading, each step of which is to be the last of a process once. */
interface CrashScenario {

    /** Lands what it needs, under keys that begin with the prefix, and has loaded what is to be there before. */
    Landed land(CrashLake lake, String prefix) throws SQLException, InterruptedException;

    /**
     * What waits in the lake.
     *
     * @param messages what the process gets that is killed, one after the other
     * @param late what comes besides when that one is dead: the same again, and older things, in the wrong order
     * @param outcome what there must be in the end
     */
    record Landed(List<String> messages, Supplier<List<String>> late, Outcome outcome) {}
}
