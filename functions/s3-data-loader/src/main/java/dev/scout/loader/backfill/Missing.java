package dev.scout.loader.backfill;

import dev.scout.loader.object.LandedObject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Compares listed objects with the ledger: one query a page, which finds what is missing and marks it as waiting in the queue. */
final class Missing {

    /** Compared before anything is inserted, so that no ids are used up for what is known. */
    private static final String MARK = """
            insert into scout.ingest_files as f (bucket, key, etag, last_modified, size_bytes, attempts, queued_at, backfill_id)
            select ?, o.key, o.etag, o.last_modified, o.size_bytes, 0, now(), ?
            from unnest(?::text[], ?::text[], ?::timestamptz[], ?::bigint[]) as o (key, etag, last_modified, size_bytes)
            where not exists (
              select from scout.ingest_files as k
              where k.bucket = ? and k.key = o.key and k.etag = o.etag
                and not (? and (k.status in ('skipped', 'rejected') or (k.status = 'loading'
                  and (k.parked_at is not null or greatest(k.started_at, k.queued_at) < now() - make_interval(secs => ?))))))
            on conflict (bucket, key, etag) do update set queued_at = excluded.queued_at, backfill_id = excluded.backfill_id
            returning f.key""";

    private final Duration stuckAfter;

    /**
     * @param stuckAfter how long ago an attempt was begun, or a message sent, of which nothing is to be expected any more
     */
    Missing(Duration stuckAfter) {
        this.stuckAfter = stuckAfter;
    }

    /** Of these objects of one bucket those to be sent, marked in the connection's transaction. */
    List<LandedObject> mark(Connection connection, Sweep sweep, List<LandedObject> listed) throws SQLException {
        List<LandedObject> objects = listed.stream()
                .filter(object -> sweep.covers(object) && object.key().indexOf('\0') < 0)
                .toList();
        if (objects.isEmpty()) {
            return List.of();
        }
        try (PreparedStatement insert = connection.prepareStatement(MARK)) {
            insert.setString(1, sweep.bucket());
            insert.setLong(2, sweep.id());
            insert.setArray(3, connection.createArrayOf("text", column(objects, LandedObject::key)));
            insert.setArray(4, connection.createArrayOf("text", column(objects, LandedObject::etag)));
            insert.setArray(
                    5,
                    connection.createArrayOf(
                            "timestamptz", column(objects, object -> Timestamp.from(object.lastModified()))));
            insert.setArray(6, connection.createArrayOf("bigint", column(objects, LandedObject::sizeBytes)));
            insert.setString(7, sweep.bucket());
            insert.setBoolean(8, sweep.isBackfill());
            insert.setDouble(9, stuckAfter.toMillis() / 1000.0);
            Set<String> missing = new HashSet<>();
            try (ResultSet row = insert.executeQuery()) {
                while (row.next()) {
                    missing.add(row.getString(1));
                }
            }
            return objects.stream()
                    .filter(object -> missing.contains(object.key()))
                    .toList();
        }
    }

    private static Object[] column(List<LandedObject> objects, Function<LandedObject, Object> member) {
        List<Object> values = new ArrayList<>(objects.size());
        objects.forEach(object -> values.add(member.apply(object)));
        return values.toArray();
    }
}
