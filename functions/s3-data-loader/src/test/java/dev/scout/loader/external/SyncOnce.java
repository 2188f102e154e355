package dev.scout.loader.external;

import java.net.URI;
import java.util.Map;
import org.postgresql.ds.PGSimpleDataSource;
import software.amazon.awssdk.services.s3.S3Client;

/** A process that syncs one storage with little memory: the database, the lake, the environment. */
final class SyncOnce {

    private SyncOnce() {}

    public static void main(String[] arguments) {
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(arguments[0]);
        database.setUser("scout_loader");
        database.setPassword("scout_loader");
        Map<String, String> variables =
                Map.of("TILL_KEY_ID", SyncFixture.SOURCE_KEY_ID, "TILL_SECRET", SyncFixture.SOURCE_SECRET);
        try (S3Client lake = SyncFixture.lakeClient(URI.create(arguments[1]))) {
            ExternalSync sync = new ExternalSync(
                    database,
                    new LakeBucket(lake, SyncFixture.LAKE),
                    new Secrets(variables::get, SyncFixture.NO_STORE),
                    null,
                    ExternalSync.PART_BYTES);
            System.out.println(SyncFixture.sync(sync, arguments[2]));
        }
    }
}
