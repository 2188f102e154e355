package dev.scout.loader.delta;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataPathsTest {

    @ParameterizedTest
    @CsvSource({
        "a.parquet, a.parquet",
        "a%20b.parquet, a%20b.parquet",
        "at=09:30/a b [1] ñ.parquet, at=09%3A30/a%20b%20%5B1%5D%20%C3%B1.parquet",
        "s3://bucket/a%20b.parquet, s3://bucket/a%20b.parquet",
        "s3://bucket/a b.parquet, s3://bucket/a%20b.parquet",
        "s3a://bucket/at=09:30/[1].parquet, s3a://bucket/at=09%3A30/%5B1%5D.parquet",
        "s3n://bucket/ñ b.parquet, s3n://bucket/%C3%B1%20b.parquet"
    })
    void escapesWhatNoUriHasAndLeavesTheBucketAsItIs(String path, String uri) {
        for (String action : new String[] {"add", "remove"}) {
            ObjectNode read = JsonNodeFactory.instance.objectNode();
            read.putObject(action).put("path", path);
            assertThat(DataPaths.asUris(read).path(action).path("path").textValue())
                    .isEqualTo(uri);
        }
    }
}
