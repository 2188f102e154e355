package dev.scout.transform.canonical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scout.transform.canonical.Canonicalizer.LineItem;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CanonicalizerTest {

    private static final ReadSettings SETTINGS = new ReadSettings(ZoneId.of("Asia/Manila"), '.');

    @Test
    void readsAnEdgeTransaction() {
        CanonicalTransaction transaction = known("""
                {"transaction_id":" E1 ","device_id":"pi-7","store":{"id":104,"tz_offset_min":540},
                 "geo":{"region_id":13,"city_id":"1339","barangay_id":""},
                 "ts_utc":"2024-03-01T15:30:00Z","tx_start_ts":"2024-03-01T15:30:00Z","tx_end_ts":"2024-03-01T15:30:42.5Z",
                 "request":{"request_type":"Branded","request_mode":"VERBAL","payment_method":"GCash","gender":"f","age_bracket":"25-34"},
                 "items":[{"category_name":"Drinks","brand_name":"Coca-Cola","product_name":"Coke 1.5L","qty":2,"unit":"pc","unit_price":37.25,"total_price":74.50},
                          {"brand_name":null,"product_name":null,"local_name":"Suka!","qty":"abc"}],
                 "suggestion":{"offered":true,"accepted":"no"},
                 "substitution":{"asked_brand_id":"b1","final_brand_id":"b2"},
                 "amounts":{"transaction_amount":90.5,"price_source":"x"}}""");
        Values fields = transaction.fields();
        assertThat(fields.text(Field.TRANSACTION_ID)).isEqualTo("E1");
        assertThat(fields.text(Field.STORE_ID)).isEqualTo("104");
        assertThat(fields.text(Field.REGION_ID)).isEqualTo("13");
        assertThat(fields.text(Field.BARANGAY_ID)).isNull();
        assertThat(fields.text(Field.REQUEST_TYPE)).isEqualTo("branded");
        assertThat(fields.text(Field.GENDER)).isEqualTo("unknown");
        assertThat(fields.text(Field.PAYMENT_METHOD)).isEqualTo("gcash");
        assertThat(fields.number(Field.AMOUNT)).isEqualTo(new BigDecimal("90.5"));
        assertThat(fields.number(Field.DURATION_SECONDS)).isEqualTo(new BigDecimal("42.5"));
        assertThat(fields.yesNo(Field.SUGGESTION_ACCEPTED)).isFalse();
        // 15:30 UTC is 00:30 of the next day nine hours ahead.
        assertThat(fields.moment(Field.TIMESTAMP)).isNotNull().satisfies(moment -> {
            assertThat(moment.day()).hasToString("2024-03-02");
            assertThat(moment.hour()).isZero();
        });
        assertThat(transaction.lines()).hasSize(2);
        assertThat(transaction.lines().get(0).text(Field.SKU)).isEqualTo("coca-cola-coke-1-5l");
        assertThat(transaction.lines().get(1).text(Field.SKU)).isEqualTo("suka");
        assertThat(transaction.lines().get(1).problems()).containsExactly("quantity: \"abc\" is not a number");
        assertThat(transaction.substitutions()).singleElement().satisfies(substitution -> {
            assertThat(substitution.line()).isEqualTo(-1);
            assertThat(substitution.values().text(Field.FROM_PRODUCT)).isEqualTo("b1");
            assertThat(substitution.values().text(Field.TO_PRODUCT)).isEqualTo("b2");
        });
    }

    @Test
    void anEdgeTransactionWithTheBrandThatWasAskedForIsNoSubstitution() {
        assertThat(known("{\"ts_utc\":\"x\",\"substitution\":{\"asked_brand_id\":\"b\",\"final_brand_id\":\"b\"}}")
                        .substitutions())
                .isEmpty();
        assertThat(known("{\"ts_utc\":\"x\",\"substitution\":{\"asked_brand_id\":\"b\",\"final_brand_id\":null}}")
                        .substitutions())
                .isEmpty();
    }

    @Test
    void readsAFlatEdgeRecord() {
        CanonicalTransaction transaction = known(
                "{\"transaction_id\":\"F1\",\"store_id\":\"S\",\"timestamp\":1709280000,\"amount\":\"12.50\",\"currency\":\"USD\",\"payment_method\":\"barter\",\"device_id\":\"d\"}");
        assertThat(transaction.lines()).isEmpty();
        assertThat(transaction.fields().number(Field.AMOUNT)).isEqualTo(new BigDecimal("12.50"));
        assertThat(transaction.fields().text(Field.PAYMENT_METHOD)).isEqualTo("other");
        assertThat(transaction.fields().text(Field.CURRENCY)).isEqualTo("USD");
    }

    /** Main product A; expected: quantities of all lines. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                // its own entry in the basket
                "5; [{\"sku\":\"A\",\"quantity\":2},{\"sku\":\"B\",\"quantity\":3}]; A=2 B=3",
                // 5 units less 1 and 1.5 elsewhere
                "5; [{\"sku\":\"B\",\"quantity\":1},{\"sku\":\"C\",\"quantity\":1.5}]; A=2.5 B=1 C=1.5",
                // nothing is left over
                "2; [{\"sku\":\"B\",\"quantity\":2}]; A=1 B=2",
                "null; [{\"sku\":\"B\",\"quantity\":2}]; A=1 B=2",
                // alone
                "3; []; A=3",
                "-3; null; A=-3",
                "null; null; A=null",
                // of a return the units that are left over are negative, as its units are
                "-3; [{\"sku\":\"B\",\"quantity\":-1}]; A=-2 B=-1",
                // an entry that says nothing is no line
                "3; [null,\"\"]; A=3",
                // skus alone, and JSON inside a text
                "3; [\"A\",\"B\"]; A=2 B=1",
                "3; \"[{\\\"sku\\\":\\\"B\\\",\\\"quantity\\\":1}]\"; A=2 B=1",
            })
    void readsTheBasketOfAPointOfSale(String units, String basket, String expected) {
        CanonicalTransaction transaction = known(
                "{\"id\":\"P\",\"sku\":\"A\",\"brand_name\":\"Acme\",\"product_category\":\"Soap\",\"peso_value\":30,"
                        + "\"units_per_transaction\":" + units + ",\"basket_size\":9,\"combo_basket\":" + basket + "}");
        List<String> lines = transaction.lines().stream()
                .map(line -> line.text(Field.SKU) + "=" + line.number(Field.QUANTITY))
                .toList();
        assertThat(String.join(" ", lines)).isEqualTo(expected);
        assertThat(transaction.lines().get(0).number(Field.TOTAL_PRICE)).isEqualTo(new BigDecimal("30"));
        assertThat(transaction.lines().get(0).text(Field.CATEGORY)).isEqualTo("Soap");
        assertThat(transaction.fields().number(Field.BASKET_SIZE)).isEqualTo(new BigDecimal("9"));
        assertThat(transaction.fields().number(Field.AMOUNT)).isEqualTo(new BigDecimal("30"));
    }

    @Test
    void anEdgeTransactionFromTheBeginningOfTimeHasALongDuration() {
        CanonicalTransaction transaction = known(
                "{\"ts_utc\":\"2024-03-01T00:00:00Z\",\"tx_start_ts\":\"0001-01-01T00:00:00Z\",\"tx_end_ts\":\"2024-03-01T00:00:00Z\"}");

        // 738,945 days of 86,400 s
        assertThat(transaction.fields().number(Field.DURATION_SECONDS)).isEqualByComparingTo("63844848000");
    }

    @Test
    void anEdgeTransactionWithoutAnOffsetOfItsStoreHasThatOfItsTimestamp() {
        CanonicalTransaction transaction = known("{\"ts_utc\":\"2024-03-02T00:30:00+09:00\",\"store\":{\"id\":\"S\"}}");

        assertThat(transaction.fields().moment(Field.TIMESTAMP)).isNotNull().satisfies(moment -> {
            assertThat(moment.day()).hasToString("2024-03-02");
            assertThat(moment.offsetMinutes()).isEqualTo(540);
        });
    }

    @Test
    void readsTheSubstitutionOfAPointOfSale() {
        String record =
                "{\"id\":\"P\",\"peso_value\":1,\"substitution_event\":{\"occurred\":%s,\"from_sku\":\"A\",\"to_sku\":\"B\",\"reason\":\"Stockout\"}}";
        assertThat(known(record.formatted("false")).substitutions()).isEmpty();
        assertThat(known(record.formatted("true")).substitutions())
                .singleElement()
                .satisfies(substitution -> {
                    assertThat(substitution.line()).isEqualTo(-1);
                    assertThat(substitution.values().text(Field.REASON)).isEqualTo("stockout");
                });
    }

    @Test
    void readsAFlattenedPointOfSaleRecord() {
        CanonicalTransaction transaction = known(
                "{\"id\":\"P\",\"peso_value\":\"90.00\",\"city\":\"Manila\",\"region\":\"NCR\",\"suggestion_accepted\":\"1\",\"economic_class\":\"c\",\"store_type\":\"Urban_High\"}");
        assertThat(transaction.fields().text(Field.CITY)).isEqualTo("Manila");
        assertThat(transaction.fields().text(Field.ECONOMIC_CLASS)).isEqualTo("C");
        assertThat(transaction.fields().text(Field.STORE_TYPE)).isEqualTo("urban_high");
        assertThat(transaction.fields().yesNo(Field.SUGGESTION_ACCEPTED)).isTrue();
        assertThat(transaction.lines()).isEmpty();
    }

    @Test
    void readsLineItemsByMapping() {
        LineItem item = line(
                """
                {"transaction_id":{"columns":["Till","No"]},"quantity":{"column":"Qty","default":1},"sku":"Code",
                 "gender":{"column":"Sex","values":{"1":"male","2":"female","ERROR":null},"default":"unknown"},
                 "timestamp":{"columns":["Day","Time"],"format":["d/M/yyyy|HH:mm","yyyy-MM-dd|HH:mm"],"time_zone":"Asia/Tokyo"},
                 "from_product":"Asked","to_product":"Code"}""",
                "{\"Till\":\" 7 \",\"No\":12,\"Qty\":\"\",\"Code\":\"X\",\"Sex\":1,\"Day\":\"2024-03-01\",\"Time\":\"00:30\",\"Asked\":\"Y\"}");
        Values transaction = new Values();
        item.complete(transaction);
        assertThat(item.transactionId()).isEqualTo("7|12");
        assertThat(transaction.text(Field.TRANSACTION_ID)).isEqualTo("7|12");
        assertThat(transaction.text(Field.GENDER)).isEqualTo("male");
        assertThat(transaction.moment(Field.TIMESTAMP)).isNotNull().satisfies(moment -> {
            assertThat(moment.instant()).hasToString("2024-02-29T15:30:00Z");
            assertThat(moment.day()).hasToString("2024-03-01");
        });
        assertThat(item.line().number(Field.QUANTITY)).isEqualTo(BigDecimal.ONE);
        assertThat(item.substitutions())
                .singleElement()
                .satisfies(substitution -> assertThat(substitution.line()).isZero());
    }

    @Test
    void takesOfEachFieldTheFirstValueThatCanBeReadFromATransactionsLines() {
        String mapping = "{\"transaction_id\":\"no\",\"amount\":\"total\",\"store_id\":\"shop\",\"sku\":\"code\"}";
        Values transaction = new Values();
        line(mapping, "{\"no\":1,\"total\":\"much\",\"code\":\"A\"}").complete(transaction);
        assertThat(transaction.problems()).containsExactly("amount: \"much\" is not a number");
        line(mapping, "{\"no\":1,\"total\":\"more\",\"shop\":\"S\",\"code\":\"B\"}")
                .complete(transaction);
        assertThat(transaction.problems()).containsExactly("amount: \"much\" is not a number");
        line(mapping, "{\"no\":1,\"total\":3.5,\"shop\":\"T\",\"code\":\"C\"}").complete(transaction);
        line(mapping, "{\"no\":1,\"total\":\"most\",\"code\":\"D\"}").complete(transaction);
        assertThat(transaction.problems()).isEmpty();
        assertThat(transaction.number(Field.AMOUNT)).isEqualTo("3.5");
        assertThat(transaction.text(Field.STORE_ID)).isEqualTo("S");
    }

    /** As docs/models.md says: a default is the value of a row that has none. */
    @Test
    void aLinesDefaultCountsBeforeWhatALaterLineSays() {
        String mapping =
                "{\"transaction_id\":\"no\",\"payment_method\":{\"column\":\"pay\",\"default\":\"cash\"},\"sku\":\"code\"}";
        Values transaction = new Values();
        line(mapping, "{\"no\":1,\"code\":\"A\"}").complete(transaction);
        line(mapping, "{\"no\":1,\"pay\":\"gcash\",\"code\":\"B\"}").complete(transaction);
        assertThat(transaction.text(Field.PAYMENT_METHOD)).isEqualTo("cash");
    }

    @Test
    void readsItemsInsideARecordByMapping() {
        String mapping = """
                {"transaction_id":"$.head.no","items":"$.lines","sku":"@.code","quantity":"@.n","category":"$.head.kind","from_product":"@.instead_of","store_id":"@.shop"}""";
        CanonicalTransaction transaction = mapped(
                mapping,
                "{\"head\":{\"no\":5,\"kind\":\"K\"},\"lines\":[{\"code\":\"A\",\"n\":1},{\"code\":\"B\",\"n\":2,\"instead_of\":\"C\",\"shop\":\"S\"}]}");
        assertThat(transaction.fields().text(Field.TRANSACTION_ID)).isEqualTo("5");
        assertThat(transaction.fields().text(Field.STORE_ID)).isEqualTo("S");
        assertThat(transaction.lines()).extracting(line -> line.text(Field.SKU)).containsExactly("A", "B");
        assertThat(transaction.lines())
                .extracting(line -> line.text(Field.CATEGORY))
                .containsExactly("K", "K");
        assertThat(transaction.substitutions())
                .singleElement()
                .satisfies(substitution -> assertThat(substitution.line()).isEqualTo(1));
        assertThat(mapped(mapping, "{\"head\":{\"no\":5}}").lines()).isEmpty();
        assertThat(mapped(mapping, "{\"lines\":\"[{\\\"code\\\":\\\"Z\\\"}]\"}").lines())
                .hasSize(1);
    }

    @Test
    void readsPlainItemsByMapping() {
        CanonicalTransaction transaction = mapped(
                "{\"items\":\"$.basket\",\"sku\":\"@\",\"quantity\":{\"default\":1},\"transaction_id\":\"$['the id']\"}",
                "{\"the id\":\"1\",\"basket\":[\"milk\",\"bread\",\"milk\"]}");
        assertThat(transaction.fields().text(Field.TRANSACTION_ID)).isEqualTo("1");
        assertThat(transaction.lines())
                .extracting(line -> line.text(Field.SKU) + line.number(Field.QUANTITY))
                .containsExactly("milk1", "bread1", "milk1");
    }

    @Test
    void keepsEveryDigitAndReplacesWhatCanNotBeStored() {
        CanonicalTransaction transaction = known(
                "{\"transaction_id\":\"a\\u0000b\\ud800c\",\"store_id\":12345678901234567890123,\"amount\":12345678901234.123456789012345678,\"timestamp\":\"31/02/2024\"}");
        assertThat(transaction.fields().text(Field.TRANSACTION_ID)).isEqualTo("a\uFFFDb\uFFFDc");
        assertThat(transaction.fields().text(Field.STORE_ID)).isEqualTo("12345678901234567890123");
        assertThat(transaction.fields().number(Field.AMOUNT))
                .isEqualTo(new BigDecimal("12345678901234.123456789012345678"));
        assertThat(transaction.fields().problems())
                .containsExactly("timestamp: \"31/02/2024\" is not a time that can be read");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {"null", "[]", "7", "\"\"", "{", "{}"})
    void anyOtherRecordHasNothing(@Nullable String record) {
        CanonicalTransaction transaction = known(String.valueOf(record));
        assertThat(transaction.fields().text(Field.TRANSACTION_ID)).isNull();
        assertThat(transaction.lines()).isEmpty();
    }

    @Test
    void depthAndLengthDoNotStopIt() {
        String deep = "[".repeat(200_000) + "]".repeat(200_000);
        assertThat(known("{\"transaction_id\":\"1\",\"x\":" + deep + "}")
                        .fields()
                        .text(Field.TRANSACTION_ID))
                .isEqualTo("1");
        CanonicalTransaction digits = known("{\"transaction_id\":\"1\",\"amount\":" + "9".repeat(1_000_000) + "}");
        assertThat(digits.fields().problems()).singleElement().asString().hasSizeLessThan(120);
    }

    @Test
    void anIdThatNoIndexCanHoldIsUnreadable() {
        CanonicalTransaction transaction = known("{\"transaction_id\":\"" + "é".repeat(501) + "\"}");
        assertThat(transaction.fields().text(Field.TRANSACTION_ID)).isNull();
        assertThat(transaction.fields().problems())
                .singleElement()
                .asString()
                .endsWith("is longer than 500 characters");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "{\"colour\":\"C\"}; mapping.colour is not a canonical field.",
                "{\"timestamp\":{\"column\":\"T\",\"format\":\"yyyy-QQQQQQQ\"}}; mapping.timestamp has the pattern \"yyyy-QQQQQQQ\", which is not one of java.time.",
                "{\"timestamp\":{\"column\":\"T\",\"time_zone\":\"Mars\"}}; mapping.timestamp has the time zone \"Mars\", which is unknown.",
                "{\"sku\":\"$.a..b\"}; mapping.sku has the path \"$.a..b\", which is not of the form $.a.b or @.field.",
                "[1]; The mapping is not a JSON object."
            })
    void refusesAMappingWithASentence(String mapping, String sentence) {
        assertThatThrownBy(() -> Mapping.parse(mapping)).hasMessage(sentence);
    }

    private static CanonicalTransaction known(String record) {
        return new Canonicalizer(null, SETTINGS).read(record.getBytes(StandardCharsets.UTF_8));
    }

    private static CanonicalTransaction mapped(String mapping, String record) {
        return new Canonicalizer(Mapping.parse(mapping), SETTINGS).read(record.getBytes(StandardCharsets.UTF_8));
    }

    private static LineItem line(String mapping, String record) {
        return new Canonicalizer(Mapping.parse(mapping), SETTINGS).readLine(record.getBytes(StandardCharsets.UTF_8));
    }
}
