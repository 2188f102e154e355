package dev.scout.e2e;

import java.sql.SQLException;
import java.util.List;

/** Records that a rule refused are asked for again once there is no such rule. */
record ReplayScenario(String name) implements CrashScenario {

    private static final int LINES = 60;
    private static final String RULE = "[{\"column\": \"n\", \"type\": \"number\", \"max\": 40}]";

    @Override
    public Landed land(CrashLake lake, String prefix) throws SQLException, InterruptedException {
        String key = prefix + "refused.ndjson";
        CrashContent content = lake.newContent(LINES);
        String event = lake.put(key, content.bytes());
        lake.setRules(name, RULE);
        lake.load(event);
        lake.setRules(name, "[]");
        String replay = "{\"replay\":{\"file_id\":%d}}".formatted(lake.fileId(key));
        return new Landed(
                List.of(replay),
                () -> List.of(event, replay, replay),
                new Outcome(key, content.records(), content.broken(), List.of(content.ledger())));
    }

    @Override
    public String toString() {
        return name;
    }
}
