package dev.scout.local.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import dev.scout.local.Json;
import dev.scout.local.template.Settings;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

/** A request as API Gateway hands it to a function, payload format 2.0. */
final class HttpApiEvent {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final Pattern TEXT = Pattern.compile(
            "(text/.*|application/(.*\\+)?(json|xml)|application/javascript|application/x-www-form-urlencoded)(;.*)?");
    private static final String API_ID = "local";

    private HttpApiEvent() {}

    static byte[] of(HttpExchange exchange, byte[] body, RoutePattern route, Map<String, String> pathParameters) {
        String path = exchange.getRequestURI().getRawPath();
        String query = exchange.getRequestURI().getRawQuery();
        Map<String, String> headers = headers(exchange.getRequestHeaders());
        ObjectNode event = Json.object()
                .put("version", "2.0")
                .put("routeKey", route.key())
                .put("rawPath", path)
                .put("rawQueryString", query == null ? "" : query);
        List<String> cookies = cookies(exchange.getRequestHeaders());
        if (!cookies.isEmpty()) {
            cookies.forEach(event.putArray("cookies")::add);
        }
        put(event, "headers", headers);
        if (query != null && !query.isEmpty()) {
            put(event, "queryStringParameters", queryParameters(query));
        }
        requestContext(event, exchange, route, path, headers);
        if (!pathParameters.isEmpty()) {
            put(event, "pathParameters", pathParameters);
        }
        boolean text = body.length == 0
                || TEXT.matcher(headers.getOrDefault("content-type", "").toLowerCase(Locale.ROOT))
                        .matches();
        if (body.length > 0) {
            event.put(
                    "body",
                    text
                            ? new String(body, StandardCharsets.UTF_8)
                            : Base64.getEncoder().encodeToString(body));
        }
        event.put("isBase64Encoded", !text);
        return Json.bytes(event);
    }

    private static void requestContext(
            ObjectNode event, HttpExchange exchange, RoutePattern route, String path, Map<String, String> headers) {
        Instant now = Instant.now();
        String host = headers.getOrDefault("host", "127.0.0.1");
        String client = exchange.getRemoteAddress().getAddress().getHostAddress();
        ObjectNode context = event.putObject("requestContext")
                .put("accountId", Settings.ACCOUNT)
                .put("apiId", API_ID)
                .put("domainName", host)
                .put("domainPrefix", API_ID);
        context.putObject("http")
                .put("method", exchange.getRequestMethod())
                .put("path", path)
                .put("protocol", exchange.getProtocol())
                .put("sourceIp", client)
                .put("userAgent", headers.getOrDefault("user-agent", ""));
        context.put("requestId", UUID.randomUUID().toString())
                .put("routeKey", route.key())
                .put("stage", "$default")
                .put("time", TIME.format(now))
                .put("timeEpoch", now.toEpochMilli());
    }

    private static void put(ObjectNode event, String name, Map<String, String> members) {
        ObjectNode object = event.putObject(name);
        members.forEach(object::put);
    }

    /** Lower-case names, the values of a repeated one joined by commas; cookies stand apart. */
    private static Map<String, String> headers(Headers headers) {
        Map<String, String> joined = new LinkedHashMap<>();
        headers.forEach((name, values) -> {
            if (!name.equalsIgnoreCase("cookie")) {
                joined.put(name.toLowerCase(Locale.ROOT), String.join(",", values));
            }
        });
        joined.putIfAbsent("x-forwarded-proto", "http");
        joined.putIfAbsent("x-forwarded-for", "127.0.0.1");
        return joined;
    }

    private static List<String> cookies(Headers headers) {
        List<String> cookies = new ArrayList<>();
        for (String line : headers.getOrDefault("Cookie", List.of())) {
            Arrays.stream(line.split(";\\s*", -1))
                    .filter(cookie -> !cookie.isBlank())
                    .forEach(cookies::add);
        }
        return cookies;
    }

    private static Map<String, String> queryParameters(String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = decode(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
            parameters.merge(name, value, (first, second) -> first + "," + second);
        }
        return parameters;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
