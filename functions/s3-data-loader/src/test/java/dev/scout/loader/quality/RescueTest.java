package dev.scout.loader.quality;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is new or of another type moves aside, and nothing else. */
class RescueTest {

    private static final String KNOWN = """
            [{"name":"id","types":["integer"],"optional":false},{"name":"name","types":["text"],"optional":false},
             {"name":"day","types":["date"],"optional":true},{"name":"nothing","types":[],"optional":true}]""";

    @Test
    void movesWhatIsStrangeByteForByte() {
        InspectedRecords file = InspectedRecords.of(
                InspectedRecords.standards("[]", "rescue", KNOWN, ""),
                true,
                "{\"id\":1,\"name\":\"2024-01-31\",\"day\":\"2024-01-31 10:00\",\"nothing\":{\"x\":1}}",
                "{ \"id\" : \"x\\u0041\" , \"name\" : 1.50, \"new\":[1, 2.0e1], \"id\":7,\"id\":1.5 }",
                "{\"new\":null}",
                "{\"id\":null,\"name\":\"\",\"_rescued_data\":{\"old\":1}}",
                "{}");

        assertThat(file.accepted)
                .containsExactly(
                        "{\"id\":1,\"name\":\"2024-01-31\",\"day\":\"2024-01-31 10:00\",\"nothing\":{\"x\":1}}",
                        "{\"id\":7,\"id\":1.5,\"_rescued_data\":{\"id\" : \"x\\u0041\",\"name\" : 1.50,\"new\":[1, 2.0e1]}}",
                        "{\"_rescued_data\":{\"new\":null}}",
                        "{\"id\":null,\"name\":\"\",\"_rescued_data\":{\"_rescued_data\":{\"old\":1}}}",
                        "{}");
        assertThat(file.column("new")).isEqualTo(new ColumnProfile("new", 2, 1, 0, Types.ARRAY, 2));
        assertThat(file.column("id").types()).isEqualTo(Types.INTEGER | Types.DECIMAL);
        assertThat(file.column("id").rescuedTypes()).isEqualTo(Types.TEXT);
    }

    @Test
    void readsTheTypesOfDelimitedTextFromItsText() {
        InspectedRecords file = InspectedRecords.of(
                InspectedRecords.standards("[]", "rescue", KNOWN, ""),
                false,
                "{\"id\":\"12\",\"name\":\"7\",\"day\":null}",
                "{\"id\":\"n/a\",\"name\":\"true\",\"day\":\"later\"}");

        assertThat(file.accepted)
                .containsExactly(
                        "{\"id\":\"12\",\"name\":\"7\",\"day\":null}",
                        "{\"name\":\"true\",\"_rescued_data\":{\"id\":\"n/a\",\"day\":\"later\"}}");
    }
}
