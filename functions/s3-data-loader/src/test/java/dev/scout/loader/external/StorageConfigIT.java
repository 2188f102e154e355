package dev.scout.loader.external;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scout.secret.ConfigKey;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the table takes, and what it refuses with a sentence. */
class StorageConfigIT {

    private static SyncFixture at;

    @BeforeAll
    static void start() {
        at = new SyncFixture();
    }

    @AfterAll
    static void stop() throws Exception {
        at.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "wJalrXUtnFEMI/K7MDENG",
                "",
                " env:NAME",
                "env:",
                "env:A-B",
                "secretsmanager:",
                "secretsmanager:a b",
                "enc:v1:short",
                "enc:v1:has blanks has blanks has blanks has blanks",
                "enc:v2:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "https://vault/secret",
                "env:NAME\nand more",
                "env:SCOUT_DB_PASSWORD",
                "env:AWS_SECRET_ACCESS_KEY",
                "env:SCOUT_CONFIG_KEY"
            })
    void refusesASecretThatIsNoReference(String secret) {
        assertThatThrownBy(() -> insert("s3", "s3_access_key_id, s3_secret_access_key", "'env:ID', '" + secret + "'"))
                .hasMessageContaining("External storage \"refused\": s3_secret_access_key ")
                .satisfies(failure -> {
                    if (secret.length() > 20 && !secret.startsWith("env:")) {
                        assertThat(failure.getMessage()).doesNotContain(secret);
                    }
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3_access_key_id", "adls_account_key", "adls_sas_token", "adls_client_secret"})
    void refusesSecretsInClearInEveryColumn(String column) {
        assertThatThrownBy(() -> insert("s3", column, "'sv=2021&sig=clear'"))
                .hasMessageContaining(column + " is a secret in clear, which is not stored.")
                .hasMessageContaining("./scout encrypt")
                .satisfies(failure -> assertThat(failure.toString()).doesNotContain("sig=clear"));
    }

    @Test
    void refusesItOnUpdateToo() {
        at.addS3Source("updated", "");
        assertThatThrownBy(
                        () -> at.execute(
                                "update scout.external_storage_config set s3_secret_access_key = 'clear-secret' where environment = 'updated'"))
                .hasMessageContaining("is a secret in clear")
                .satisfies(failure -> assertThat(failure.toString()).doesNotContain("clear-secret"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "env:TILL_SECRET",
                "env:SCOUT_EXTERNAL_SECRET",
                "secretsmanager:scout/external/till",
                "secretsmanager:scout/external/till#secret access key",
                "secretsmanager:arn:aws:secretsmanager:eu-west-1:123456789012:secret:scout/external/till-a1B2c3#key"
            })
    void takesReferences(String secret) {
        assertThatCode(() -> accepted("s3", "s3_access_key_id, s3_secret_access_key", "'env:ID', '" + secret + "'"))
                .doesNotThrowAnyException();
    }

    @Test
    void takesWhatTheCommandEncrypts() {
        String encrypted = ConfigKey.parse(ConfigKey.generate()).encrypt("x", ConfigKey.place("e", "s3_access_key_id"));
        assertThatCode(() -> accepted("s3", "s3_access_key_id, s3_secret_access_key", "'" + encrypted + "', 'env:S'"))
                .doesNotThrowAnyException();
    }

    @Test
    void saysHowTheOlderFormIsDoneNow() {
        assertThatThrownBy(() -> insert("s3", "s3_access_key_id", "scout.encrypt('YOUR_ACCESS_KEY')"))
                .hasMessageContaining("run ./scout encrypt, and store what it prints");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "ftp | | | storage_type must be s3, supabase or adls2",
                "s3 | s3_bucket | null | s3 needs s3_bucket",
                "s3 | s3_access_key_id | 'env:A' | go together",
                "s3 | s3_endpoint | 'minio:9000' | s3_endpoint must be an address such as https://host/path",
                "s3 | s3_endpoint | 'https://user:pass@host' | s3_endpoint must be an address",
                "supabase | s3_endpoint | 'https://x.supabase.co/storage/v1/s3' | supabase needs s3_endpoint",
                "adls2 | adls_account | 'Upper' | adls2 needs adls_account",
                "adls2 | adls_account, adls_container | 'acct', 'X' | adls2 needs adls_container",
                "adls2 | adls_account, adls_container | 'acct', 'files' | adls2 needs one credential",
                "adls2 | adls_account, adls_container, adls_account_key, adls_sas_token | 'acct', 'files', 'env:A', 'env:B' | adls2 needs one credential",
                "adls2 | adls_account, adls_container, adls_tenant_id | 'acct', 'files', 't' | adls2 needs one credential",
                "adls2 | adls_account, adls_container, adls_sas_token, adls_endpoint | 'acct', 'files', 'env:A', 'http://example.com' | must be https",
                "s3 | target_prefix | 'bronze/_hidden/' | target_prefix must have",
            })
    void refusesWhatCanNotWork(String type, String columns, String values, String sentence) {
        assertThatThrownBy(
                        () -> insert(type, columns == null ? "s3_region" : columns, values == null ? "null" : values))
                .hasMessageContaining("External storage \"refused\": ")
                .hasMessageContaining(sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "null",
            value = {
                "null | bronze/prefixed/",
                "'' | bronze/prefixed/",
                "edge | bronze/edge/",
                "bronze/edge/ | bronze/edge/",
                "/bronze//edge/x | bronze/edge/x/",
                "silver/edge | bronze/silver/edge/",
                "bronze | bronze/",
                "bronzed | bronze/bronzed/",
            })
    void putsEverythingUnderBronze(String given, String stored) {
        at.addS3Source("prefixed", "");
        at.execute("update scout.external_storage_config set target_prefix = "
                + (given == null ? "null" : "'" + given + "'") + " where environment = 'prefixed'");
        assertThat(at.value("select target_prefix from scout.external_storage_config where environment = 'prefixed'"))
                .isEqualTo(stored);
        at.execute("delete from scout.external_storage_config where environment = 'prefixed'");
    }

    @Test
    void theLoaderMayReadButNotChangeIt() {
        assertThat(at.value("select has_table_privilege('scout_loader', 'scout.external_storage_config', 'select')"))
                .isEqualTo("t");
        for (String right : new String[] {"insert", "update", "delete"}) {
            assertThat(at.value("select has_table_privilege('scout_loader', 'scout.external_storage_config', '" + right
                            + "')"))
                    .isEqualTo("f");
        }
        for (String role : new String[] {"scout_transform", "scout_publisher", "scout_proxy"}) {
            assertThat(at.value(
                            "select has_table_privilege('" + role + "', 'scout.external_storage_config', 'select')"))
                    .isEqualTo("f");
        }
    }

    private static void insert(String type, String columns, String values) {
        boolean bucket = columns.contains("s3_bucket") || type.equals("adls2");
        at.execute("insert into scout.external_storage_config (environment, storage_type, "
                + (bucket ? "" : "s3_bucket, ") + columns + ") values ('refused', '" + type + "', "
                + (bucket ? "" : "'a-bucket', ") + values + ")");
    }

    private static void accepted(String type, String columns, String values) {
        insert(type, columns, values);
        at.execute("delete from scout.external_storage_config where environment = 'refused'");
    }
}
