package dev.scout.loader.external;

import dev.scout.loader.external.StorageConfig.AzureStorage;
import dev.scout.loader.external.StorageConfig.Entra;
import dev.scout.loader.external.StorageConfig.S3Storage;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Reads {@code scout.external_storage_config}. */
final class StorageConfigs {

    private static final String MICROSOFT = "https://login.microsoftonline.com";

    /** Who has waited longest comes first, so that one large storage does not keep the others waiting for good. */
    private static final String ENABLED = """
            select c.*
            from scout.external_storage_config as c
            left join scout.external_syncs as s using (environment)
            where c.enabled and (?::text is null or c.environment = ?)
            order by s.finished_at nulls first, c.environment collate "C\"""";

    private final DataSource dataSource;

    StorageConfigs(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** The enabled ones: all, or the one that is named. */
    List<StorageConfig> enabled(@Nullable String environment) {
        List<StorageConfig> configs = new ArrayList<>();
        try (Connection connection = dataSource.getConnection();
                PreparedStatement query = connection.prepareStatement(ENABLED)) {
            query.setString(1, environment);
            query.setString(2, environment);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    configs.add(config(row));
                }
            }
        } catch (SQLException e) {
            throw LedgerFailure.of("The external storages could not be read", e);
        }
        return configs;
    }

    private static StorageConfig config(ResultSet row) throws SQLException {
        String prefix = row.getString("source_prefix");
        String environment = row.getString("environment");
        String target = row.getString("target_prefix");
        if (row.getString("storage_type").equals("adls2")) {
            AzureStorage storage = azure(row);
            String location = storage.endpoint() + "/" + storage.container() + "/" + prefix;
            return new StorageConfig(environment, storage, prefix, target, location);
        }
        S3Storage storage = s3(row);
        String where = storage.endpoint() == null ? "" : " at " + storage.endpoint();
        String location = "s3://" + storage.bucket() + "/" + prefix + where;
        return new StorageConfig(environment, storage, prefix, target, location);
    }

    private static S3Storage s3(ResultSet row) throws SQLException {
        return new S3Storage(
                row.getString("s3_bucket"),
                row.getString("s3_endpoint"),
                row.getString("s3_region"),
                row.getString("s3_access_key_id"),
                row.getString("s3_secret_access_key"),
                row.getBoolean("verify_md5"));
    }

    private static AzureStorage azure(ResultSet row) throws SQLException {
        String account = row.getString("adls_account");
        String endpoint = row.getString("adls_endpoint");
        String tenant = row.getString("adls_tenant_id");
        String authority = row.getString("adls_authority");
        return new AzureStorage(
                account,
                row.getString("adls_container"),
                endpoint == null ? "https://" + account + ".blob.core.windows.net" : withoutSlash(endpoint),
                row.getString("adls_account_key"),
                row.getString("adls_sas_token"),
                tenant == null
                        ? null
                        : new Entra(
                                authority == null ? MICROSOFT : withoutSlash(authority),
                                tenant,
                                row.getString("adls_client_id"),
                                row.getString("adls_client_secret")),
                row.getBoolean("verify_md5"));
    }

    private static String withoutSlash(String address) {
        return address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
    }
}
