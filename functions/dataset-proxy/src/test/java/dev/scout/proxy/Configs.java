package dev.scout.proxy;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;

/** Configurations as the function would read them. */
public final class Configs {

    public static final String SECRET = "a-secret-of-the-tests-that-is-long-enough";
    public static final String ISSUER = "scout-tests";
    public static final String AUDIENCE = "scout";

    private Configs() {}

    /** A configuration that works, verifying HS256. */
    public static ProxyConfig working() {
        return with(Map.of());
    }

    /** The working configuration with some properties changed; an empty value takes one away. */
    public static ProxyConfig with(Map<String, String> changes) {
        Map<String, String> values = new HashMap<>(Map.of(
                "proxy.jwt.secret", SECRET,
                "proxy.jwt.issuer", ISSUER,
                "proxy.jwt.audience", AUDIENCE));
        values.putAll(changes);
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withDefaultValues(values)
                .withMapping(ProxyConfig.class)
                .build()
                .getConfigMapping(ProxyConfig.class);
    }
}
