package dev.scout.loader.bronze;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EdgeRecordTest {

    @ParameterizedTest
    @CsvSource(delimiter = '§', quoteCharacter = '`', nullValues = "-", textBlock = """
            {"device_id":"pi-7","a":1.10}                     § pi-7  § -
            {"a":{"device_id":"no"},"device_id":12}           § 12    § -
            {"a":[{"device_id":"no"}]}                        § -     § -
            {"device_id":null}                                § -     § -
            {"device_id":" "}                                 § -     § -
            {"device_id":{"x":1},"b":2}                       § -     § -
            {"a":1,"a":2,"device_id":"d"}                     § d     § {"a":1,"a":2,"device_id":"d"}
            {"a":"x\\u0000y","device_id":"d"}                 § d     § {"a":"x�y","device_id":"d"}
            {"device_id":"d\\u0000"}                          § d�    § {"device_id":"d�"}
            {"a":"\\ud83d\\ude00"}                            § -     § -
            {"a":"\\ud83d"}                                   § -     § {"a":"�"}
            {"a\\u0000":1}                                    § -     § {"a�":1}
            {"a":1e400}                                       § -     § {"a":"1e400"}
            {"a":1e-400}                                      § -     § {"a":"1e-400"}
            {"a":123456789012345678901234567890.123456789}    § -     § -
            {"a":"\\\\u0000"}                                 § -     § -
            """)
    void findsTheDeviceAndWhatJsonbCanHold(String text, @Nullable String device, @Nullable String rendition) {
        byte[] json = text.getBytes(StandardCharsets.UTF_8);
        EdgeRecord record = new EdgeRecord();
        record.read(json, 0, json.length);

        byte[] rendered = record.rendition();
        assertThat(record.deviceId()).isEqualTo(device);
        assertThat(rendered == null ? null : new String(rendered, StandardCharsets.UTF_8))
                .isEqualTo(rendition);
    }
}
