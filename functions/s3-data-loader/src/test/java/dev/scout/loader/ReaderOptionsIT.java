package dev.scout.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a pipeline fixes about how its files are read: checked when it is saved, followed when they are loaded, told in the ledger. */
class ReaderOptionsIT {

    private static LoaderFixture at;

    @BeforeAll
    static void start() {
        at = new LoaderFixture();
    }

    @AfterAll
    static void stop() throws Exception {
        at.close();
    }

    @Test
    void followsAndTellsThem() {
        save("till", """
                {"delimiter":"^","quote":"'","escape":"\\\\","comment":"~","line_end":"\\r\\n","header":["bon","art"],
                 "skip_rows":2,"null_text":["NULL","-"],"encoding":"windows-1252","decimal":","}""");
        byte[] content =
                "till 7\r\n\r\n1^'Co\\'la\n^'\r\n~ noon\r\n-^Ni\u00F1o\r\n".getBytes(StandardCharsets.ISO_8859_1);

        assertThat(at.land("options/till/a.csv", content).path("status").asText())
                .isEqualTo("loaded");
        assertThat(at.records("options/till/a.csv"))
                .containsExactly("{\"bon\":\"1\",\"art\":\"Co'la\\n^\"}", "{\"bon\":null,\"art\":\"Ni\u00F1o\"}");
        assertThat(at.value("select reader from scout.ingest_files where key = 'options/till/a.csv'"))
                .isEqualTo(
                        "{\"quote\": \"'\", \"escape\": \"\\\\\", \"header\": false, \"columns\": [\"bon\", \"art\"],"
                                + " \"comment\": \"~\", \"encoding\": \"windows-1252\", \"line_end\": \"crlf\", \"preamble\": \"till 7\\r\\n\\r\\n\","
                                + " \"delimiter\": \"^\", \"null_text\": [\"NULL\", \"-\"], \"comment_lines\": 1, \"skipped_lines\": 2}");
    }

    @Test
    void unpacksWhateverTheNameSays() throws IOException {
        for (String file : new String[] {"frames.zst", "streams.bz2"}) {
            try (InputStream packed = ReaderOptionsIT.class.getResourceAsStream("/compression/" + file)) {
                String key = LoaderFixture.DROP + file.replace('.', '-') + ".ndjson";
                assertThat(at.land(key, packed.readAllBytes())
                                .path("rows_loaded")
                                .asInt())
                        .isEqualTo(1500);
                assertThat(at.value(
                                "select reader ->> 'compression' from scout.ingest_files where key = '" + key + "'"))
                        .isEqualTo(file.endsWith("zst") ? "zstd" : "bzip2");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"quote\":\"\",\"escape\":\"\",\"comment\":\"\"}",
                "{\"escape\":\"\\\"\",\"quote\":\"\\\"\"}",
                "{\"line_end\":\"auto\",\"header\":true,\"null_text\":\"\",\"skip_rows\":0}",
                "{\"line_end\":\"\\n\"}",
                "{\"delimiter\":\"\\t\"}"
            })
    void takesWhatCanBeFollowed(String options) {
        save("good" + Integer.toHexString(options.hashCode()), options);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '§', quoteCharacter = '`', textBlock = """
            []                                 § reader_options must be a JSON object.
            {"separator":";"}                  § reader_options has "separator", which is not one of delimiter, quote,
            {"delimiter":""}                   § reader_options.delimiter must be one ASCII character.
            {"delimiter":"ab"}                 § reader_options.delimiter must be one ASCII character.
            {"delimiter":"\\n"}                § reader_options.delimiter must be one ASCII character.
            {"quote":"»"}                      § reader_options.quote must be one ASCII character, or "" for none.
            {"comment":7}                      § reader_options.comment must be one ASCII character, or "" for none.
            {"line_end":"lf"}                  § reader_options.line_end must be "auto", "\\n", "\\r\\n", "\\r" or one ASCII
            {"header":"yes"}                   § reader_options.header must be true, false or an array of column names.
            {"header":[]}                      § reader_options.header must name each column with a text.
            {"header":["a",""]}                § reader_options.header must name each column with a text.
            {"header":["a","a"]}               § reader_options.header names a column twice.
            {"skip_rows":-1}                   § reader_options.skip_rows must be a number of lines, 999999 at most.
            {"skip_rows":1.5}                  § reader_options.skip_rows must be a number of lines, 999999 at most.
            {"null_text":[1]}                  § reader_options.null_text must be a text or an array of texts.
            {"encoding":"ebcdic"}              § reader_options.encoding is "ebcdic", which is not one of utf-8,
            {"delimiter":";","comment":";"}    § reader_options gives the same character two meanings.
            """)
    void refusesWhatCanNotBeFollowed(String options, String sentence) {
        assertThatThrownBy(() -> save("bad", options)).hasStackTraceContaining("Pipeline \"bad\": " + sentence);
    }

    @Test
    void knowsEveryFormat() {
        for (String format : new String[] {"auto", "json", "ndjson", "csv", "tsv", "parquet", "avro", "orc", "delta"}) {
            at.execute("insert into scout.etl_pipelines (pipeline_name, source_path_pattern, format) values ('format_"
                    + format + "', 'format/" + format + "/**', '" + format + "')");
        }
        assertThatThrownBy(
                        () -> at.execute(
                                "insert into scout.etl_pipelines (pipeline_name, source_path_pattern, format) values ('x', 'x/**', 'xlsx')"))
                .hasStackTraceContaining("etl_pipelines_format_known");
    }

    private static void save(String name, String options) {
        at.execute("insert into scout.etl_pipelines (pipeline_name, source_path_pattern, reader_options) values ('"
                + name + "', 'options/" + name + "/**', '" + options.replace("'", "''") + "')");
    }
}
