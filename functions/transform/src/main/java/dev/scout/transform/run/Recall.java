package dev.scout.transform.run;

import dev.scout.transform.stage.RecalledVersions;
import dev.scout.transform.stage.Staging;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Where a transaction's version came from a file that this run takes again, and no version that is staged is later than one that had lost
 * to it, that one may win now: it is read from bronze again, alone out of its file.
 */
final class Recall {

    /** The latest version that had lost, of each transaction whose version is void, unless a later one is staged. */
    private static final String VERSIONS = """
            with void as (
              select t.transaction_id
              from staged_files as f
              inner join scout.silver_transactions as t on t.file_id = f.file_id
              where f.was_known
            ),
            staged as (
              select s.transaction_id, s.file_id, s.version_row, min(s.source_row) as source_row
              from void
              inner join staged_transactions as s on s.transaction_id = void.transaction_id
              group by s.transaction_id, s.file_id, s.version_row
            ),
            latest_staged as (
              select distinct on (s.transaction_id) s.transaction_id, f.source_modified_at, f.source_file, s.source_row, s.file_id
              from staged as s
              inner join staged_files as f on f.file_id = s.file_id
              order by s.transaction_id, f.source_modified_at desc, f.source_file desc, s.source_row desc, s.file_id desc
            ),
            latest_lost as (
              select distinct on (l.transaction_id) l.transaction_id, f.last_modified, l.source_file, l.source_row, l.file_id
              from void
              inner join scout.silver_superseded as l on l.transaction_id = void.transaction_id
              inner join scout.ingest_files as f on f.file_id = l.file_id
              where not exists (select from staged_files as s where s.file_id = l.file_id)
                and f.file_id <> all (?)
              order by l.transaction_id, f.last_modified desc, l.source_file desc, l.source_row desc, l.file_id desc
            )
            select l.file_id, l.transaction_id, l.source_row
            from latest_lost as l
            left join latest_staged as s on s.transaction_id = l.transaction_id
            where s.transaction_id is null
              or (l.last_modified, l.source_file, l.source_row, l.file_id) > (s.source_modified_at, s.source_file, s.source_row, s.file_id)
            order by l.file_id""";

    private final Connection writing;
    private final Offers offers;
    private final Staging staging;
    private final Map<String, String> broken;

    /** @param broken pipelines whose files can't be read now, with a sentence each */
    Recall(Connection writing, Offers offers, Staging staging, Map<String, String> broken) {
        this.writing = writing;
        this.offers = offers;
        this.staging = staging;
        this.broken = broken;
    }

    /** Stages the versions; those of files that can't be read now give way to earlier ones, and their files are taken again later. */
    void stage() throws SQLException {
        Set<Long> unreadable = new HashSet<>();
        Map<Long, RecalledVersions> versions = versions(unreadable);
        while (!versions.isEmpty() && addUnreadable(versions.keySet(), unreadable)) {
            versions = versions(unreadable);
        }
        for (OfferedFile file : offers.named(versions.keySet())) {
            staging.recall(
                    file.file(), Objects.requireNonNull(versions.get(file.file().fileId())));
        }
        staging.finish(writing);
        offers.offerAgain(unreadable);
    }

    /** @return whether there are more than before */
    private boolean addUnreadable(Set<Long> files, Set<Long> unreadable) throws SQLException {
        int before = unreadable.size();
        for (OfferedFile file : offers.named(files)) {
            if (file.isOrphan()
                    || broken.containsKey(file.file().source())
                    || !staging.canReadTransactions(file.file())) {
                unreadable.add(file.file().fileId());
            }
        }
        return unreadable.size() > before;
    }

    private Map<Long, RecalledVersions> versions(Set<Long> without) throws SQLException {
        Map<Long, RecalledVersions> versions = new HashMap<>();
        try (PreparedStatement select = writing.prepareStatement(VERSIONS)) {
            select.setArray(1, writing.createArrayOf("bigint", without.toArray()));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    versions.computeIfAbsent(row.getLong("file_id"), file -> new RecalledVersions())
                            .add(row.getString("transaction_id"), row.getLong("source_row"));
                }
            }
        }
        return versions;
    }
}
