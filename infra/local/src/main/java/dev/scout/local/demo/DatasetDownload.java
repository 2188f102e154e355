package dev.scout.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scout.local.Json;
import dev.scout.local.LocalPlatformException;
import dev.scout.local.ResultTable;
import dev.scout.local.Tokens;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** A dataset fetched as a user does it: ask the API with a token, then follow the signed link with nothing. */
@SuppressWarnings("ArrayRecordComponent") // a file's bytes; nobody compares downloads
record DatasetDownload(String link, String expiresAt, byte[] csv) {

    /** The columns of gold/txn_daily that fit on a page. */
    private static final List<String> SHOWN =
            List.of("date_key", "store_id", "region", "city", "transaction_count", "revenue", "units");

    static DatasetDownload fetch(URI api, String dataset) throws IOException, InterruptedException {
        HttpClient client = HttpClient.newHttpClient();
        String token = Tokens.sign("demo", "authenticated", Instant.now(), Duration.ofMinutes(5));
        HttpResponse<byte[]> answer = client.send(
                HttpRequest.newBuilder(api.resolve("/functions/v1/dataset-proxy?dataset=" + dataset))
                        .header("Authorization", "Bearer " + token)
                        .build(),
                BodyHandlers.ofByteArray());
        JsonNode signed = Json.parse(answer.body()).orElse(Json.object());
        if (answer.statusCode() != 200) {
            throw new LocalPlatformException(
                    "The API answered " + answer.statusCode() + " for " + dataset + ": " + signed);
        }
        String link = signed.path("signed_url").asText();
        HttpResponse<byte[]> file =
                client.send(HttpRequest.newBuilder(URI.create(link)).build(), BodyHandlers.ofByteArray());
        if (file.statusCode() != 200) {
            throw new LocalPlatformException("The signed link of " + dataset + " answered " + file.statusCode() + ".");
        }
        String stated = signed.path("dataset_info").path("sha256").asText();
        if (!sha256(file.body()).equals(stated)) {
            throw new LocalPlatformException(
                    "The file of " + dataset + " does not have the SHA-256 that the API states.");
        }
        return new DatasetDownload(link, signed.path("expires_at").asText(), file.body());
    }

    /** Its first rows, a few columns; the file of the demo has no quoted comma. */
    ResultTable firstRows(int count) {
        List<String> lines = new String(csv, StandardCharsets.UTF_8)
                .lines()
                .limit(count + 1L)
                .toList();
        List<String> header = Arrays.asList(lines.get(0).split(",", -1));
        ResultTable table = new ResultTable(SHOWN.toArray(String[]::new));
        for (String line : lines.subList(1, lines.size())) {
            List<String> cells = Arrays.asList(line.split(",", -1));
            table.add(SHOWN.stream()
                    .map(column -> cells.get(header.indexOf(column)))
                    .toArray());
        }
        return table;
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
