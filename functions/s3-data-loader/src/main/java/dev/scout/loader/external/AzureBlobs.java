package dev.scout.loader.external;

import dev.scout.loader.external.AzureCredential.Request;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** GET requests to the Blob service, authorized, and sent again where it is busy or the network fails. */
final class AzureBlobs {

    static final int CONNECT_TIMEOUT_MILLIS = 10_000;
    /** How long the service may be silent, in an answer too. */
    static final int READ_TIMEOUT_MILLIS = 30_000;

    private static final String VERSION = "2021-12-02";
    private static final int ATTEMPTS = 4;
    private static final long FIRST_PAUSE_MILLIS = 400;
    private static final long LONGEST_PAUSE_MILLIS = 10_000;
    private static final int UNAUTHORIZED = 401;
    private static final DateTimeFormatter HTTP_DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);

    private final String container;
    private final AzureCredential credential;
    private final Clock clock = Clock.systemUTC();

    /**
     * @param container the container's address
     */
    AzureBlobs(String container, AzureCredential credential) {
        this.container = container;
        this.credential = credential;
    }

    /**
     * Sends a GET.
     *
     * @param path below the container, encoded, with a slash in front; empty for the container itself
     * @param query not encoded
     */
    Answer get(String path, Map<String, String> query, Map<String, String> headers) throws IOException {
        for (int attempt = 1; ; attempt++) {
            boolean last = attempt == ATTEMPTS;
            try {
                Answer answer = send(path, query, headers);
                boolean again = SourceFailure.isPassing(answer.status())
                        || (answer.status() == UNAUTHORIZED && credential.renew());
                if (last || !again) {
                    return answer;
                }
                answer.close();
                Pauses.pause(Math.max(answer.retryAfterMillis(), FIRST_PAUSE_MILLIS << attempt));
            } catch (IOException e) {
                if (last) {
                    throw e;
                }
                Pauses.pause(FIRST_PAUSE_MILLIS << attempt);
            }
        }
    }

    private Answer send(String path, Map<String, String> query, Map<String, String> headers) throws IOException {
        Map<String, String> sent = new LinkedHashMap<>(headers);
        sent.put("x-ms-date", HTTP_DATE.format(ZonedDateTime.now(clock.withZone(ZoneOffset.UTC))));
        sent.put("x-ms-version", VERSION);
        URI address = URI.create(container + path);
        credential.authorize(new Request(address.getRawPath(), new TreeMap<>(query), sent));
        HttpURLConnection connection = (HttpURLConnection) url(address, query).openConnection();
        connection.setConnectTimeout(CONNECT_TIMEOUT_MILLIS);
        connection.setReadTimeout(READ_TIMEOUT_MILLIS);
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setRequestProperty("Accept", "*/*");
        sent.forEach(connection::setRequestProperty);
        return new Answer(connection, connection.getResponseCode());
    }

    /** What is wrong with it is not told by the exception of the JDK, which repeats the address: a signature may be in it. */
    private URL url(URI address, Map<String, String> query) throws MalformedURLException {
        StringBuilder text = new StringBuilder();
        query.forEach((name, value) -> text.append(text.isEmpty() ? '?' : '&')
                .append(PercentEncoding.query(name))
                .append('=')
                .append(PercentEncoding.query(value)));
        if (!credential.query().isEmpty()) {
            text.append(text.isEmpty() ? '?' : '&').append(credential.query());
        }
        try {
            return new URL(address + text.toString());
        } catch (MalformedURLException e) {
            throw new MalformedURLException("The address of the container can not be used");
        }
    }

    /** What the service answered; its body is to be read or closed. */
    static final class Answer implements AutoCloseable {

        private static final int FIRST_ERROR = 400;

        private final HttpURLConnection connection;
        private final int status;

        private Answer(HttpURLConnection connection, int status) {
            this.connection = connection;
            this.status = status;
        }

        int status() {
            return status;
        }

        @Nullable
        String header(String name) {
            return connection.getHeaderField(name);
        }

        String errorCode() {
            String code = header("x-ms-error-code");
            return code == null ? "" : code;
        }

        InputStream body() throws IOException {
            InputStream body = status < FIRST_ERROR ? connection.getInputStream() : connection.getErrorStream();
            return body == null ? InputStream.nullInputStream() : body;
        }

        private long retryAfterMillis() {
            String seconds = header("Retry-After");
            if (seconds == null || !seconds.matches("\\d{1,4}")) {
                return 0;
            }
            return Math.min(LONGEST_PAUSE_MILLIS, Long.parseLong(seconds) * 1000);
        }

        /** Gives the connection up, whatever is still on its way. */
        void abort() {
            connection.disconnect();
        }

        /** Leaves the connection to the next request, if it was read to the end. */
        @Override
        public void close() {
            try {
                body().close();
            } catch (IOException e) {
                abort();
            }
        }
    }
}
