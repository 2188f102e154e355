package dev.scout.transform.stage;

import dev.scout.transform.canonical.Field;
import dev.scout.transform.canonical.Kind;
import dev.scout.transform.canonical.Level;
import dev.scout.transform.canonical.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The temporary tables that the silver models read: made of the canonical fields. */
final class StagingTables {

    static final String TRANSACTIONS = "staged_transactions";
    static final String ITEMS = "staged_items";
    static final String SUBSTITUTIONS = "staged_item_substitutions";
    static final String FILES = "staged_files";

    private static final List<String> RECORD = List.of(
            "seq bigint not null",
            "file_id bigint not null",
            "version_row bigint not null",
            "transaction_id text collate \"C\" not null",
            "source_row bigint not null");

    private StagingTables() {}

    static List<String> definitions() {
        return List.of(
                definition(TRANSACTIONS, transactionColumns()),
                definition(ITEMS, itemColumns()),
                definition(SUBSTITUTIONS, substitutionColumns()),
                definition(FILES, fileColumns()),
                definition(table(Subject.PRODUCT), columns(Subject.PRODUCT)),
                definition(table(Subject.STORE), columns(Subject.STORE)));
    }

    /** The table of what reference files say of products, or of stores. */
    static String table(Subject subject) {
        return "staged_" + subject.label() + "s";
    }

    static Stream<String> columns(Subject subject) {
        return Stream.concat(
                Stream.of(
                        "seq bigint not null",
                        "file_id bigint not null",
                        "source_row bigint not null",
                        "bronze_id uuid not null"),
                subject.fields().stream()
                        .map(field -> field.label() + " " + field.kind().sqlType()));
    }

    /**
     * {@code is_taken}: all of it is staged, not just versions that win again now. {@code was_known}: silver has versions of it, which this
     * run replaces; they lie between the two bronze ids.
     */
    static Stream<String> fileColumns() {
        return Stream.of(
                "file_id bigint primary key",
                "source_file text collate \"C\" not null",
                "source_modified_at timestamptz not null",
                "source text collate \"C\" not null",
                "is_taken boolean not null",
                "was_known boolean not null",
                "first_bronze_id uuid not null",
                "last_bronze_id uuid not null");
    }

    static List<String> names(Stream<String> columns) {
        return columns.map(column -> column.substring(0, column.indexOf(' '))).toList();
    }

    /** {@code version_row} tells the versions of a transaction in a file apart: 0 where all its rows there are one. */
    static Stream<String> transactionColumns() {
        return columns(
                Level.TRANSACTION,
                "bronze_id uuid not null",
                "maybe_fragment boolean not null",
                "problems text[] not null",
                "full_payload json not null");
    }

    static Stream<String> itemColumns() {
        return columns(Level.LINE, "item_no integer not null", "bronze_id uuid not null", "problems text[] not null");
    }

    /** {@code item_seq} is the line's seq; null where the substitution is of the whole transaction. */
    static Stream<String> substitutionColumns() {
        return columns(Level.SUBSTITUTION, "item_seq bigint");
    }

    private static Stream<String> columns(Level level, String... more) {
        List<String> columns = new ArrayList<>(RECORD);
        columns.addAll(List.of(more));
        for (Field field : Field.of(level)) {
            if (field.kind() == Kind.MOMENT) {
                columns.addAll(List.of(
                        "transaction_timestamp timestamptz",
                        "date_key date",
                        "utc_offset_minutes integer",
                        "local_hour integer"));
            } else if (field != Field.TRANSACTION_ID) {
                columns.add(field.label() + " " + field.kind().sqlType());
            }
        }
        return columns.stream();
    }

    private static String definition(String table, Stream<String> columns) {
        return columns.collect(Collectors.joining(", ", "create temporary table " + table + " (", ") on commit drop"));
    }
}
