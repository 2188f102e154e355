package dev.scout.loader.bronze;

import dev.scout.loader.source.Place;
import dev.scout.loader.source.compression.ResumePoint;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** {@code scout.ingest_resume_points}: what has to be known to go on in the middle of a file that is compressed, or in another encoding. */
final class ResumePoints {

    private static final String ADD = """
            insert into scout.ingest_resume_points (split_id, at, packed_at, unpacked_at, state) values (?, ?, ?, ?, ?)
            on conflict (split_id, at) do nothing""";

    private static final String FIND =
            "select packed_at, unpacked_at, state from scout.ingest_resume_points where split_id = ? and at = ?";

    private static final String CLEAR = "delete from scout.ingest_resume_points where split_id = ?";

    private ResumePoints() {}

    /** Keeps that of a place at which a part begins. */
    static void add(Connection connection, Split split, Place place, @Nullable ResumePoint point) throws SQLException {
        if (point == null) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement(ADD)) {
            insert.setLong(1, split.splitId());
            insert.setLong(2, place.at());
            insert.setLong(3, point.packedAt());
            insert.setLong(4, point.unpackedAt());
            insert.setBytes(5, point.state());
            insert.executeUpdate();
        }
    }

    /** That of a place; null where it has none. */
    static @Nullable ResumePoint find(Connection connection, Split split, Place place) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(FIND)) {
            query.setLong(1, split.splitId());
            query.setLong(2, place.at());
            try (ResultSet row = query.executeQuery()) {
                return row.next()
                        ? new ResumePoint(row.getLong("packed_at"), row.getLong("unpacked_at"), row.getBytes("state"))
                        : null;
            }
        }
    }

    /** Forgets those of a file that is loaded. */
    static void clear(Connection connection, Split split) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(CLEAR)) {
            delete.setLong(1, split.splitId());
            delete.executeUpdate();
        }
    }
}
