package dev.scout.loader.external;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.scout.ScoutException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An application of Entra: its token is asked for, sent, kept, and asked for again where it is not taken any more. Both services are played here. */
class EntraTokenIT {

    private static final String LIST =
            "<?xml version=\"1.0\"?><EnumerationResults><Blobs/><NextMarker/></EnumerationResults>";

    private static SyncFixture at;
    private static HttpServer server;
    private static final List<String> forms = new CopyOnWriteArrayList<>();
    private static final List<String> authorizations = new CopyOnWriteArrayList<>();
    private static volatile String taken = "token-1";

    @BeforeAll
    static void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/login/tenant-1/oauth2/v2.0/token", EntraTokenIT::giveToken);
        server.createContext("/blob/files", EntraTokenIT::list);
        server.start();
        at = new SyncFixture();
        at.variables.put("CLIENT_SECRET", "p&ss=word+1");
        at.execute("""
                insert into scout.external_storage_config (environment, storage_type, adls_account, adls_container, adls_endpoint, adls_authority,
                  adls_tenant_id, adls_client_id, adls_client_secret)
                values ('entra', 'adls2', 'account', 'files', '%1$s/blob', '%1$s/login', 'tenant-1', 'client-1', 'env:CLIENT_SECRET')
                """.formatted("http://127.0.0.1:" + server.getAddress().getPort()));
    }

    @AfterAll
    static void stop() throws Exception {
        server.stop(0);
        at.close();
    }

    @BeforeEach
    void forget() {
        forms.clear();
        authorizations.clear();
    }

    @Test
    void sendsTheTokenItWasGiven() {
        taken = "token-1";
        assertThat(at.sync("entra").path("status").asText()).isEqualTo("complete");
        assertThat(forms)
                .containsExactly(
                        "grant_type=client_credentials&client_id=client-1&client_secret=p%26ss%3Dword%2B1&scope=https%3A%2F%2Fstorage.azure.com%2F.default");
        assertThat(authorizations).containsExactly("Bearer token-1");
    }

    @Test
    void asksAgainWhereItIsNotTakenAnyMore() {
        taken = "token-2";
        assertThat(at.sync("entra").path("status").asText()).isEqualTo("complete");
        assertThat(authorizations).containsExactly("Bearer token-1", "Bearer token-2");
    }

    @Test
    void saysWhereItWasGivenNone() {
        at.variables.put("CLIENT_SECRET", "wrong");
        try {
            assertThatThrownBy(() -> at.sync("entra"))
                    .isInstanceOf(ScoutException.class)
                    .hasMessageContaining("/login was not given: the answer was 401 invalid_client.")
                    .hasNoCause();
        } finally {
            at.variables.put("CLIENT_SECRET", "p&ss=word+1");
        }
    }

    private static void giveToken(HttpExchange exchange) throws IOException {
        String form = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        forms.add(form);
        boolean right = form.contains("client_secret=p%26ss");
        answer(
                exchange,
                right ? 200 : 401,
                right
                        ? "{\"access_token\":\"token-" + forms.size() + "\",\"expires_in\":3599}"
                        : "{\"error\":\"invalid_client\",\"error_description\":\"wrong is wrong\"}");
    }

    private static void list(HttpExchange exchange) throws IOException {
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        authorizations.add(authorization);
        boolean right = authorization.equals("Bearer " + taken);
        answer(exchange, right ? 200 : 401, right ? LIST : "<Error/>");
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
