package dev.scout.loader.external;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scout.ScoutException;
import dev.scout.loader.external.Relay.Fate;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an Azure container holds comes into the lake, once. Azurite checks every signature. */
class AzureSyncIT {

    private static Azurite azurite;
    private static SyncFixture at;

    private RecordedLog log;

    @BeforeAll
    static void start() throws Exception {
        azurite = Azurite.start();
        at = new SyncFixture();
        at.variables.put("AZURE_KEY", Azurite.KEY);
        at.variables.put("AZURE_SAS", Azurite.sharedAccessSignature());
    }

    @AfterAll
    static void stop() throws Exception {
        if (azurite != null) {
            azurite.close();
        }
        if (at != null) {
            at.close();
        }
    }

    @BeforeEach
    void record() {
        log = RecordedLog.start();
    }

    @AfterEach
    void noSecretIsTold() throws Exception {
        log.close();
        String told = log.text()
                + at.rows("select * from scout.external_syncs")
                + at.rows("select * from scout.external_objects")
                + at.rows("select * from scout.etl_monitoring");
        assertThat(told).doesNotContain(Azurite.KEY, "sig=");
    }

    @Test
    void copiesByAccountKeyWhatIsNewOnce() throws Exception {
        addSource("new", "new/", "adls_account_key", "env:AZURE_KEY", azurite.endpoint());
        azurite.put("new/dt=2024-01-15/a.csv", bytes("id\n1\n"));
        azurite.put("new/empty.csv", new byte[0]);
        azurite.putDirectory("new/dt=2024-01-15");
        azurite.put("other/b.csv", bytes("b"));

        assertThat(at.sync("new").path("copied").asInt()).isEqualTo(2);
        assertThat(at.lake("bronze/new/"))
                .isEqualTo(Map.of("bronze/new/dt=2024-01-15/a.csv", "id\n1\n", "bronze/new/empty.csv", ""));
        JsonNode again = at.sync("new");
        assertThat(again.path("listed").asInt()).isEqualTo(2);
        assertThat(again.path("copied").asInt()).isZero();
    }

    @Test
    void copiesBySharedAccessSignature() throws Exception {
        addSource("sas", "sas/", "adls_sas_token", "env:AZURE_SAS", azurite.endpoint());
        azurite.put("sas/a b+c.csv", bytes("x"));

        assertThat(at.sync("sas").path("copied").asInt()).isEqualTo(1);
        assertThat(at.lake("bronze/sas/")).isEqualTo(Map.of("bronze/sas/a b+c.csv", "x"));
    }

    @Test
    void tellsChangedContentFromChangedMetadata() throws Exception {
        addSource("changed", "changed/", "adls_account_key", "env:AZURE_KEY", azurite.endpoint());
        azurite.put("changed/a.csv", bytes("one"));
        at.sync("changed");
        azurite.setMetadata("changed/a.csv", "Name");
        assertThat(at.sync("changed").path("copied").asInt()).isZero();
        azurite.put("changed/a.csv", bytes("two"));
        assertThat(at.sync("changed").path("copied").asInt()).isEqualTo(1);
        azurite.delete("changed/a.csv");
        azurite.put("changed/b.csv", bytes("two"));
        assertThat(at.sync("changed").path("copied").asInt()).isEqualTo(1);

        assertThat(at.lake("bronze/changed/"))
                .isEqualTo(Map.of(
                        "bronze/changed/a.csv", "one",
                        "bronze/changed/a_v000003.csv", "two",
                        "bronze/changed/b.csv", "two"));
        assertThat(at.ledger("changed", "changed/a.csv"))
                .extracting(row -> row.get("status"))
                .containsExactly("copied", "unchanged", "copied");
    }

    @Test
    void copiesOddNames() throws Exception {
        addSource("odd", "odd dir/", "adls_account_key", "env:AZURE_KEY", azurite.endpoint());
        List<String> names = List.of(
                "a blank.csv",
                "plus+plus.csv",
                "per%cent%20.csv",
                "Größe_ñ.csv",
                "emoji-🛒.csv",
                "q?&=#.csv",
                "quote'<>.csv",
                "semi;colon,comma.csv");
        for (String name : names) {
            azurite.put("odd dir/" + name, bytes(name));
        }

        JsonNode told = at.sync("odd");
        assertThat(told.path("failures")).isEmpty();
        assertThat(at.lakeKeys("bronze/odd/"))
                .containsExactlyInAnyOrderElementsOf(
                        names.stream().map(name -> "bronze/odd/" + name).toList());
        at.lake("bronze/odd/").forEach((key, content) -> assertThat(key).isEqualTo("bronze/odd/" + content));
    }

    @Test
    void copiesLargeBlobsAndGoesOnWhereTheConnectionBreaks() throws Exception {
        AtomicInteger reads = new AtomicInteger();
        try (Relay relay = new Relay(
                azurite.endpoint(),
                line -> line.contains("large/file") && reads.incrementAndGet() == 1 ? Fate.CUT_ANSWER : Fate.PASS)) {
            addSource("large", "large/", "adls_account_key", "env:AZURE_KEY", relay.endpoint());
            byte[] content = new byte[12 << 20];
            new Random(3).nextBytes(content);
            azurite.put("large/file.parquet", content);

            assertThat(SyncFixture.sync(at.newSync(5 << 20), "large")
                            .path("copied")
                            .asInt())
                    .isEqualTo(1);
            assertThat(at.lakeBytes("bronze/large/file.parquet")).isEqualTo(content);
            assertThat(reads.get()).isEqualTo(2);
        }
    }

    @Test
    void goesThroughManyPages() throws Exception {
        addSource("pages", "pages/", "adls_account_key", "env:AZURE_KEY", azurite.endpoint());
        for (int i = 0; i < 1100; i++) {
            azurite.put("pages/%05d.txt".formatted(i), bytes("x" + i));
        }
        assertThat(at.sync("pages").path("copied").asInt()).isEqualTo(1100);
        assertThat(at.lakeKeys("bronze/pages/")).hasSize(1100);
    }

    @Test
    void waitsWhereTheServiceIsBusyAndDoesNotLandDamagedContent() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        try (Relay relay = new Relay(
                azurite.endpoint(), line -> requests.incrementAndGet() % 2 == 1 ? Fate.SLOW_DOWN : Fate.PASS)) {
            addSource("busy", "busy/", "adls_sas_token", "env:AZURE_SAS", relay.endpoint());
            azurite.put("busy/a.csv", bytes("0123456789".repeat(100)));
            assertThat(at.sync("busy").path("copied").asInt()).isEqualTo(1);

            azurite.put("busy/b.csv", bytes("0123456789".repeat(100)));
            relay.decision = line -> line.contains("/b.csv") ? Fate.DAMAGE_ANSWER : Fate.PASS;
            JsonNode told = at.sync("busy");
            assertThat(told.path("failures").path(0).path("message").asText()).contains("came with MD5");
            assertThat(at.lakeKeys("bronze/busy/")).containsExactly("bronze/busy/a.csv");
        }
    }

    @Test
    void saysWhatIsWrongWithACredential() throws Exception {
        at.variables.put("WRONG_KEY", Base64.getEncoder().encodeToString(bytes("wrong")));
        at.variables.put("WRONG_SAS", "sv=2021-12-02&ss=b&srt=sco&sp=rl&se=2999-01-01T00:00:00Z&sig=AAAA");
        at.variables.put("NO_KEY", "not base64!");
        addSource("wrong-key", "", "adls_account_key", "env:WRONG_KEY", azurite.endpoint());
        addSource("wrong-sas", "", "adls_sas_token", "env:WRONG_SAS", azurite.endpoint());
        addSource("no-key", "", "adls_account_key", "env:NO_KEY", azurite.endpoint());
        addSource("not-set", "", "adls_account_key", "env:NOT_SET", azurite.endpoint());
        addSource("gone", "", "adls_sas_token", "env:AZURE_SAS", azurite.endpoint());
        at.execute(
                "update scout.external_storage_config set adls_container = 'nothing-here' where environment = 'gone'");
        addSource("down", "", "adls_sas_token", "env:AZURE_SAS", URI.create("http://127.0.0.1:1/x"));

        assertRefused("wrong-key", "could not be listed: the storage answered 403 AuthorizationFailure.");
        assertRefused("wrong-sas", "could not be listed: the storage answered 403 ");
        assertRefused("no-key", "adls_account_key leads to something that is no account key");
        assertRefused(
                "not-set",
                "adls_account_key names the environment variable NOT_SET, which the function does not have.");
        assertRefused("gone", "nothing-here/ is not there: the storage answered 404 ContainerNotFound.");
        assertRefused("down", "could not be listed: it takes no connections.");
    }

    private static void assertRefused(String environment, String sentence) {
        assertThatThrownBy(() -> at.sync(environment))
                .isInstanceOf(ScoutException.class)
                .hasMessageContaining(sentence)
                .hasNoCause();
    }

    private static void addSource(String environment, String prefix, String column, String secret, URI endpoint) {
        at.execute("""
                insert into scout.external_storage_config
                  (environment, storage_type, adls_account, adls_container, adls_endpoint, %s, source_prefix)
                values ('%s', 'adls2', '%s', '%s', '%s', '%s', '%s')
                """.formatted(column, environment, Azurite.ACCOUNT, Azurite.CONTAINER, endpoint, secret, prefix));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
