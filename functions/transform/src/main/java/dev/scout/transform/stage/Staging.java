package dev.scout.transform.stage;

import dev.scout.bronze.BronzeId;
import dev.scout.transform.canonical.CanonicalTransaction;
import dev.scout.transform.canonical.Canonicalizer;
import dev.scout.transform.canonical.Canonicalizer.LineItem;
import dev.scout.transform.canonical.Field;
import dev.scout.transform.canonical.Kind;
import dev.scout.transform.canonical.Level;
import dev.scout.transform.canonical.Mapping;
import dev.scout.transform.canonical.ReadSettings;
import dev.scout.transform.canonical.Subject;
import dev.scout.transform.canonical.Substitution;
import dev.scout.transform.canonical.Values;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Fills the staging tables from bronze, file by file in the order of versions (last-modified time, key), so that {@code seq}, which counts
 * every record and line of the run, is that order too. Memory does not depend on how much there is.
 */
public final class Staging implements AutoCloseable {

    private final ZoneId defaultZone;
    private final CopySender sender;
    private final BronzeRecords bronze;
    private final CopyBuffer transactions;
    private final CopyBuffer items;
    private final CopyBuffer substitutions;
    private final CopyBuffer files;
    private final Map<Subject, CopyBuffer> descriptions = new EnumMap<>(Subject.class);
    private final Map<String, Mapping> mappings = new HashMap<>();
    private final List<String> warnings = new ArrayList<>();
    private long seq;
    private long records;

    /**
     * Makes the staging tables. Until {@link #finish} nobody else may use the writing connection.
     *
     * @param reading a connection in a transaction of its own, to read bronze with
     * @param writing the connection of the stage's transaction
     */
    public Staging(Connection reading, Connection writing, ZoneId defaultZone) throws SQLException {
        this.defaultZone = defaultZone;
        try (Statement statement = writing.createStatement()) {
            for (String definition : StagingTables.definitions()) {
                statement.execute(definition);
            }
        }
        sender = new CopySender(writing);
        bronze = new BronzeRecords(reading);
        transactions = new CopyBuffer(
                sender, StagingTables.TRANSACTIONS, StagingTables.names(StagingTables.transactionColumns()));
        items = new CopyBuffer(sender, StagingTables.ITEMS, StagingTables.names(StagingTables.itemColumns()));
        substitutions = new CopyBuffer(
                sender, StagingTables.SUBSTITUTIONS, StagingTables.names(StagingTables.substitutionColumns()));
        files = new CopyBuffer(sender, StagingTables.FILES, StagingTables.names(StagingTables.fileColumns()));
        for (Subject subject : Subject.values()) {
            descriptions.put(
                    subject,
                    new CopyBuffer(
                            sender, StagingTables.table(subject), StagingTables.names(StagingTables.columns(subject))));
        }
    }

    /**
     * Stages a file's records. Files come in the order of versions.
     *
     * @throws IllegalArgumentException with a sentence, where the pipeline's mapping can't work; nothing of the file is staged then
     */
    public void add(StagedFile file) throws SQLException {
        if (!file.isLoaded()) {
            writeFile(file, true);
            return;
        }
        Canonicalizer canonicalizer = canonicalizer(file);
        writeFile(file, true);
        long found = addAll(file, canonicalizer);
        records += found;
        if (found != file.rows()) {
            warnings.add("The ledger says that " + file.key() + " has " + file.rows() + " records in bronze; there are "
                    + found + ".");
        }
    }

    private long addAll(StagedFile file, Canonicalizer canonicalizer) throws SQLException {
        Subject subject = canonicalizer.describes();
        if (subject != null) {
            return addDescriptions(file, canonicalizer, subject);
        }
        return canonicalizer.readsLineItems()
                ? addLineItems(file, canonicalizer, null)
                : addRecords(file, canonicalizer, bronze.all(file));
    }

    /** Whether the pipeline's mapping can work, and finds transactions. */
    public boolean canReadTransactions(StagedFile file) {
        try {
            return canonicalizer(file).describes() == null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /**
     * Stages some versions of a file again that silver has taken before.
     *
     * @throws IllegalArgumentException as {@link #add}
     */
    public void recall(StagedFile file, RecalledVersions versions) throws SQLException {
        Canonicalizer canonicalizer = canonicalizer(file);
        writeFile(file, false);
        if (canonicalizer.readsLineItems()) {
            addLineItems(file, canonicalizer, versions);
        } else {
            addRecords(file, canonicalizer, bronze.some(file, versions.sourceRows()));
        }
    }

    private Canonicalizer canonicalizer(StagedFile file) {
        String mark = file.decimalMark();
        ReadSettings settings =
                new ReadSettings(defaultZone, mark == null || mark.length() != 1 ? '.' : mark.charAt(0));
        String json = file.mapping();
        return new Canonicalizer(json == null ? null : mappings.computeIfAbsent(json, Mapping::parse), settings);
    }

    private void writeFile(StagedFile file, boolean isTaken) throws SQLException {
        files.number(file.fileId())
                .text(file.key())
                .instant(file.modifiedAt().toInstant())
                .text(file.source())
                .yesNo(isTaken)
                .yesNo(isTaken && file.wasKnown())
                .id(BronzeId.first(file.fileId()))
                .id(BronzeId.last(file.fileId()))
                .endRow();
    }

    /** Sends what is still under way and lets the planner see what is there. */
    public void finish(Connection writing) throws SQLException {
        for (CopyBuffer buffer : List.of(files, transactions, items, substitutions)) {
            buffer.send();
        }
        for (CopyBuffer buffer : descriptions.values()) {
            buffer.send();
        }
        sender.await();
        try (Statement statement = writing.createStatement()) {
            statement.execute("analyze " + StagingTables.FILES);
            statement.execute("analyze " + StagingTables.TRANSACTIONS);
            statement.execute("analyze " + StagingTables.ITEMS);
            statement.execute("analyze " + StagingTables.SUBSTITUTIONS);
            for (Subject subject : Subject.values()) {
                statement.execute("analyze " + StagingTables.table(subject));
            }
        }
    }

    @Override
    public void close() throws SQLException {
        bronze.close();
        sender.close();
    }

    public long records() {
        return records;
    }

    /** A sentence for each file whose records are not as many as the ledger says, or describe nothing. */
    public List<String> warnings() {
        return List.copyOf(warnings);
    }

    private long addRecords(StagedFile file, Canonicalizer canonicalizer, BronzeRecords.Selection selected)
            throws SQLException {
        return selected.forEach((sourceRow, json) -> {
            CanonicalTransaction transaction = canonicalizer.read(json);
            UUID bronzeId = BronzeId.of(file.fileId(), sourceRow);
            String id = id(transaction.fields().text(Field.TRANSACTION_ID), bronzeId);
            writeTransaction(
                    ++seq, file, sourceRow, id, sourceRow, bronzeId, false, transaction.fields(), List.of(json));
            writeLines(file, sourceRow, id, sourceRow, bronzeId, transaction.lines(), transaction.substitutions());
        });
    }

    private long addDescriptions(StagedFile file, Canonicalizer canonicalizer, Subject subject) throws SQLException {
        CopyBuffer rows = Objects.requireNonNull(descriptions.get(subject));
        long before = seq;
        long found = bronze.all(file).forEach((sourceRow, json) -> {
            Values said = canonicalizer.readDescription(subject, json);
            if (said.states(subject.key())) {
                rows.number(++seq).number(file.fileId()).number(sourceRow).id(BronzeId.of(file.fileId(), sourceRow));
                for (Field field : subject.fields()) {
                    rows.text(said.text(field));
                }
                rows.endRow();
            }
        });
        long described = seq - before;
        if (described < found) {
            warnings.add((found - described) + " of the " + found + " records of " + file.key() + " have no "
                    + subject.key().label() + ", and describe no " + subject.label() + ".");
        }
        return found;
    }

    /** @param wanted the versions to stage; null for all */
    private long addLineItems(StagedFile file, Canonicalizer canonicalizer, @Nullable RecalledVersions wanted)
            throws SQLException {
        OpenTransactions open = new OpenTransactions((whole, maybeFragment) -> writeTransaction(
                whole.seq(),
                file,
                0,
                whole.id(),
                whole.sourceRow(),
                whole.bronzeId(),
                maybeFragment,
                whole.fields(),
                whole.payload()));
        BronzeRecords.Selection selected = wanted == null ? bronze.all(file) : bronze.from(file, wanted.firstRow());
        long found = selected.forEach((sourceRow, json) -> {
            LineItem item = canonicalizer.readLine(json);
            UUID bronzeId = BronzeId.of(file.fileId(), sourceRow);
            String id = id(item.transactionId(), bronzeId);
            if (wanted != null && !wanted.transactions().contains(id)) {
                return;
            }
            open.add(id, item, ++seq, sourceRow, bronzeId, json);
            writeLines(file, 0, id, sourceRow, bronzeId, List.of(item.line()), item.substitutions());
        });
        open.writeAll();
        return found;
    }

    /** The transaction's id; one made of the bronze id where the record has none. */
    private static String id(@Nullable String stated, UUID bronzeId) {
        return stated == null ? "missing:" + bronzeId : stated;
    }

    private void writeTransaction(
            long number,
            StagedFile file,
            long versionRow,
            String id,
            long sourceRow,
            UUID bronzeId,
            boolean maybeFragment,
            Values fields,
            List<byte[]> payload)
            throws SQLException {
        begin(transactions, number, file, versionRow, id, sourceRow)
                .id(bronzeId)
                .yesNo(maybeFragment)
                .texts(fields.problems())
                .joined(payload);
        writeFields(transactions, Level.TRANSACTION, fields);
    }

    private void writeLines(
            StagedFile file,
            long versionRow,
            String id,
            long sourceRow,
            UUID bronzeId,
            List<Values> lines,
            List<Substitution> itsSubstitutions)
            throws SQLException {
        long firstItem = seq + 1;
        int itemNo = 0;
        for (Values line : lines) {
            begin(items, ++seq, file, versionRow, id, sourceRow)
                    .integer(++itemNo)
                    .id(bronzeId)
                    .texts(line.problems());
            writeFields(items, Level.LINE, line);
        }
        for (Substitution substitution : itsSubstitutions) {
            begin(substitutions, ++seq, file, versionRow, id, sourceRow);
            if (substitution.line() < 0) {
                substitutions.text(null);
            } else {
                substitutions.number(firstItem + substitution.line());
            }
            writeFields(substitutions, Level.SUBSTITUTION, substitution.values());
        }
    }

    private static CopyBuffer begin(
            CopyBuffer rows, long number, StagedFile file, long versionRow, String id, long sourceRow) {
        return rows.number(number)
                .number(file.fileId())
                .number(versionRow)
                .text(id)
                .number(sourceRow);
    }

    private static void writeFields(CopyBuffer rows, Level level, Values values) throws SQLException {
        for (Field field : Field.of(level)) {
            if (field.kind() == Kind.MOMENT) {
                rows.moment(values.moment(field));
            } else if (field.kind() == Kind.NUMBER) {
                rows.number(values.number(field));
            } else if (field.kind() == Kind.YES_NO) {
                rows.yesNo(values.yesNo(field));
            } else if (field != Field.TRANSACTION_ID) {
                rows.text(values.text(field));
            }
        }
        rows.endRow();
    }
}
