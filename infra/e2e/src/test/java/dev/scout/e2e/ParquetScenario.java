package dev.scout.e2e;

import java.sql.SQLException;
import java.util.List;

/** A file of two row groups, the last records of which break a rule. */
record ParquetScenario(String name, ParquetFile file, int refused) implements CrashScenario {

    @Override
    public Landed land(CrashLake lake, String prefix) throws SQLException {
        lake.forgetColumns(name);
        String event = lake.put(prefix + "numbers.parquet", file.content());
        List<String> records = file.records();
        int loaded = records.size() - refused;
        return new Landed(
                List.of(event),
                () -> List.of(event, event),
                new Outcome(
                        prefix,
                        records.subList(0, loaded),
                        records.subList(loaded, records.size()),
                        List.of(List.of("partial", String.valueOf(loaded), String.valueOf(refused), "0"))));
    }

    @Override
    public String toString() {
        return name;
    }
}
