package dev.scout.loader.bronze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {

    @ParameterizedTest
    @CsvSource(delimiter = '§', textBlock = """
            bronze/edge/**                        § bronze/edge/a.json                     § 12
            bronze/edge/**                        § bronze/edge/dt=1/h=2/a.json            § 12
            bronze/edge/**                        § bronze/edges/a.json                    § -1
            {bronze/edge,scout/v1/bronze}/**      § scout/v1/bronze/x/y                    § 16
            {bronze/edge,scout/v1/bronze}/**      § bronze/edge/x                          § 12
            transactions/dt={date}/**             § transactions/dt=2024-01-15/a.csv       § 16
            transactions/dt={date}/**             § transactions/dt=today/a.csv            § -1
            in/{store}/sales-{date}.csv           § in/s1/sales-2024-01-15.csv             § 3
            in/{store}/sales-{date}.csv           § in/s1/x/sales-2024-01-15.csv           § -1
            in/*.csv                              § in/a.csv                               § 3
            in/*.csv                              § in/a/b.csv                             § -1
            in/**/*.csv                           § in/b.csv                               § 3
            in/**/*.csv                           § in/a/b/c.csv                           § 3
            in/?.csv                              § in/a.csv                               § 3
            in/?.csv                              § in/ab.csv                              § -1
            in/{a,b{1,2}}.csv                     § in/b2.csv                              § 9
            in/{a,b{1,2}}.csv                     § in/b3.csv                              § -1
            in/{a,}x.csv                          § in/x.csv                               § 8
            a.b+(c)[d]$^|                         § a.b+(c)[d]$^|                          § 13
            a.b                                   § aXb                                    § -1
            in/{d{date},e}/f                      § in/d2024-01-15/f                       § 4
            """)
    void matches(String pattern, String key, int literalLength) {
        assertThat(Glob.of(pattern).match(key))
                .isEqualTo(literalLength < 0 ? OptionalInt.empty() : OptionalInt.of(literalLength));
    }

    @Test
    void refusesABraceThatIsNotClosed() {
        assertThatThrownBy(() -> Glob.of("a/{b,c")).hasMessageContaining("brace");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '§', textBlock = """
            a/dt=2024-01-15/f.csv                 § {"dt":"2024-01-15"}
            year=2024/month=01/day=15/f           § {"year":"2024","month":"01","day":"15"}
            a/hour=2024-01-15-14/f=1.csv          § {"hour":"2024-01-15-14"}
            tenant=x=y/region=Metro Manila/f      § {"tenant":"x=y","region":"Metro Manila"}
            dt=__HIVE_DEFAULT_PARTITION__/f       § {"dt":null}
            a/b/c                                 §
            """)
    void findsHiveParts(String key, String partition) {
        assertThat(HivePartitions.of(key)).isEqualTo(partition);
    }

    @Test
    void tellsWhatIsToBeListed() {
        assertThat(ClaimedPrefixes.of(List.of(
                        Glob.of("{bronze/edge,scout/v1/bronze}/**"),
                        Glob.of("bronze/edge/a/{date}/*.csv"),
                        Glob.of("till/exact.csv"),
                        Glob.of("till/{shop}.csv"),
                        Glob.of("tills?/x"))))
                .containsExactly("bronze/edge/", "scout/v1/bronze/", "till/", "tills");
        assertThat(ClaimedPrefixes.of(List.of(Glob.of("a/*"), Glob.of("**/*.csv"))))
                .containsExactly("");
    }
}
