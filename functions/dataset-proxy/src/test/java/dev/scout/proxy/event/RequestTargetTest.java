package dev.scout.proxy.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestTargetTest {

    @Test
    void leavesAloneWhatIsWellFormed() {
        assertThat(RequestTarget.path("/functions/v1/datasets/gold/a%2Fb"))
                .isEqualTo("/functions/v1/datasets/gold/a%2Fb");
        assertThat(RequestTarget.query("dataset=gold/txn_daily&ttl=300&x=%C3%A9"))
                .isEqualTo("dataset=gold/txn_daily&ttl=300&x=%C3%A9");
    }

    @Test
    void escapesWhatNoUriHolds() {
        assertThat(RequestTarget.path("/a b\0é?#%zz%")).isEqualTo("/a%20b%00%C3%A9%3F%23%25zz%25");
        assertThat(RequestTarget.query("a=\r\n%4")).isEqualTo("a=%0D%0A%254");
    }

    @Test
    void everyPathBeginsWithASlash() {
        assertThat(RequestTarget.path(null)).isEqualTo("/");
        assertThat(RequestTarget.path("a")).isEqualTo("/a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/\uD800", "/\uD83D\uDE00", "/[]{}|\\^`\"<>", "/%%%"})
    void makesAUriOfAnything(String path) {
        assertThat(URI.create("http://localhost" + RequestTarget.path(path))).isNotNull();
    }
}
