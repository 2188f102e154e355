package dev.scout.transform;

import dev.scout.transform.lake.LakeReport;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.UUID;
import org.postgresql.ds.PGSimpleDataSource;

/** One export of gold in a process of its own, with as little memory as it is given: the JDBC URL and the S3 endpoint are its arguments. */
final class WriteLakeOnce {

    private WriteLakeOnce() {}

    public static void main(String[] arguments) throws Exception {
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(arguments[0]);
        database.setUser("scout_transform");
        database.setPassword("scout_transform");
        try (Connection reading = database.getConnection();
                Connection writing = database.getConnection()) {
            LakeReport report = LakeFiles.writer(URI.create(arguments[1]), Path.of(arguments[2]))
                    .write("gold", UUID.randomUUID(), reading, writing, Lakehouse.NOW.plusSeconds(600));
            System.out.println(report);
            if (report.failed()) {
                System.exit(1);
            }
        }
    }
}
