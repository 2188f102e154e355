package dev.scout.transform.dictionary;

import java.util.List;

/** {@code R__describe_models.sql}: what the models say of their columns, as the database's comments. */
final class DescribingMigration {

    private static final String BEGINNING = """
            -- Made by DictionaryIT from the models' column lines, and run again whenever it has changed. What is written here by hand is lost:
            -- change the models.
            """;

    private DescribingMigration() {}

    static String of(List<Entry> tables) {
        StringBuilder sql = new StringBuilder(BEGINNING);
        for (Entry table : tables) {
            sql.append('\n');
            table.columns()
                    .forEach(column -> sql.append("comment on column scout.")
                            .append(table.name())
                            .append('.')
                            .append(column.name())
                            .append(" is '")
                            .append(column.description().replace("'", "''"))
                            .append("';\n"));
        }
        return sql.toString();
    }
}
