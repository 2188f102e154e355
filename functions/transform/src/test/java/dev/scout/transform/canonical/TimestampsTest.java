package dev.scout.transform.canonical;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TimestampsTest {

    private static final ZoneId MANILA = ZoneId.of("Asia/Manila");

    /** Expected: instant, local day, hour, offset in minutes. */
    @ParameterizedTest
    @CsvSource({
        // A Z says when, not where: the day is Manila's.
        "2024-03-01T16:00:00Z, 2024-03-01T16:00:00Z, 2024-03-02, 0, 480",
        "2024-03-01T15:59:59.999Z, 2024-03-01T15:59:59.999Z, 2024-03-01, 23, 480",
        "2024-03-01T16:00:00-00:00, 2024-03-01T16:00:00Z, 2024-03-02, 0, 480",
        // An offset is the record's own, also that of Greenwich.
        "2024-03-01T16:00:00+00:00, 2024-03-01T16:00:00Z, 2024-03-01, 16, 0",
        "2024-03-01 23:30:00+0900, 2024-03-01T14:30:00Z, 2024-03-01, 23, 540",
        "2024-03-01T23:30:00-05, 2024-03-02T04:30:00Z, 2024-03-01, 23, -300",
        // Without one it is local in the zone: Manila is 8 hours ahead.
        "2024-03-01 00:00:00, 2024-02-29T16:00:00Z, 2024-03-01, 0, 480",
        "2024-03-01T07:15, 2024-02-29T23:15:00Z, 2024-03-01, 7, 480",
        "2024-02-29, 2024-02-28T16:00:00Z, 2024-02-29, 0, 480",
        "2024-03-01T07:15:30.123456789, 2024-02-29T23:15:30.123456Z, 2024-03-01, 7, 480",
        // 1,709,280,000 s after 1970 is 2024-03-01 08:00 UTC.
        "1709280000, 2024-03-01T08:00:00Z, 2024-03-01, 16, 480",
        "1709280000123, 2024-03-01T08:00:00.123Z, 2024-03-01, 16, 480",
        // "Never", as some tills write it: 9,999,999,999 s after 1970.
        "9999999999, 2286-11-20T17:46:39Z, 2286-11-21, 1, 480",
        "9999999999999, 2286-11-20T17:46:39.999Z, 2286-11-21, 1, 480",
    })
    void readsDefaultForms(String text, String instant, String day, int hour, int offset) {
        Moment moment = IsoTime.read(text, MANILA);
        assertThat(moment).isNotNull();
        assertThat(moment.instant()).hasToString(instant);
        assertThat(moment.day()).hasToString(day);
        assertThat(moment.hour()).isEqualTo(hour);
        assertThat(moment.offsetMinutes()).isEqualTo(offset);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "2024-02-30",
                "2023-02-29",
                "2024-13-01",
                "2024-03-01T24:00:00",
                "2024-03-01T10:60",
                "0000-01-01",
                "0000-12-31T23:00:00Z",
                "01/03/2024",
                "2024-03-01T10",
                "170928000",
                "17092800001",
                "2024-03-01T10:00:00+19:00",
                "10000-01-01"
            })
    void refusesWhatIsNoTime(String text) {
        assertThat(IsoTime.read(text, MANILA)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "yyyy-MM-dd HH:mm:ss, 2024-02-29 23:59:59, 2024-02-29T15:59:59Z",
        "M/d/yyyy H:mm, 3/1/2024 9:05, 2024-03-01T01:05:00Z",
        "dd-MM-yyyy, 01-03-2024, 2024-02-29T16:00:00Z",
        "d MMM uuuu h:mm a, 1 mar 2024 9:05 pm, 2024-03-01T13:05:00Z",
        "yyyyMMddHHmmss, 20240301000000, 2024-02-29T16:00:00Z",
        "M/d/yy, 3/1/24, 2024-02-29T16:00:00Z",
        "yyyy-MM-dd'T'HH:mm:ssXXX, 2024-03-01T00:00:00+09:00, 2024-02-29T15:00:00Z",
        "yyyy-MM-dd HH:mm|VV, 2024-03-01 00:00|Europe/Paris, 2024-02-29T23:00:00Z",
    })
    void readsPatterns(String pattern, String text, String instant) {
        Moment moment = new DatePattern(pattern).read(text, MANILA);
        assertThat(moment).isNotNull();
        assertThat(moment.instant()).hasToString(instant);
    }

    @ParameterizedTest
    @CsvSource({
        "yyyy-MM-dd, 2024-02-30",
        "yyyy-MM-dd, 2023-02-29",
        "d/M/yyyy, 31/4/2024",
        "yyyy-MM-dd, 2024-02-01 x",
        "MM/dd HH:mm, 02/01 10:00",
        "yyyy-MM-dd hh:mm, 2024-02-01 10:00",
        "yyyy-MM-dd HH:mm, 2024-02-01 24:00"
    })
    void refusesDatesThatDoNotExist(String pattern, String text) {
        assertThat(new DatePattern(pattern).read(text, MANILA)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        // British summer time began on 2011-03-27 at 01:00.
        "2011-03-26 12:00:00, 2011-03-26T12:00:00Z, 0",
        "2011-03-27 12:00:00, 2011-03-27T11:00:00Z, 60",
        // This hour was skipped: it is taken for the one after it.
        "2011-03-27 01:30:00, 2011-03-27T01:30:00Z, 60"
    })
    void knowsSummerTime(String text, String instant, int offset) {
        Moment moment = new DatePattern("yyyy-MM-dd HH:mm:ss").read(text, ZoneId.of("Europe/London"));
        assertThat(moment).isNotNull();
        assertThat(moment.instant()).hasToString(instant);
        assertThat(moment.offsetMinutes()).isEqualTo(offset);
    }
}
