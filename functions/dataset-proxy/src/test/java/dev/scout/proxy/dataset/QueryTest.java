package dev.scout.proxy.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class QueryTest {

    @Test
    void decodesNamesAndValues() {
        Query query = Query.parse("dataset=gold%2Ftxn_daily&a+b=c%20d+e&ttl=");

        assertThat(query.all("dataset")).containsExactly("gold/txn_daily");
        assertThat(query.all("a b")).containsExactly("c d e");
        assertThat(query.all("ttl")).containsExactly("");
        assertThat(query.all("format")).isEmpty();
    }

    @Test
    void keepsEachRepetition() {
        assertThat(Query.parse("a=1&b=2&%61=3&a").all("a")).containsExactly("1", "3", "");
    }

    @Test
    void leavesWhatIsMalformedAsItIs() {
        assertThat(Query.parse("a=%").all("a")).containsExactly("%");
        assertThat(Query.parse("a=%4").all("a")).containsExactly("%4");
        assertThat(Query.parse("a=%zz").all("a")).containsExactly("%zz");
        assertThat(Query.parse("a=%c3%28").all("a")).containsExactly("%c3%28");
    }

    @Test
    void hasNothingWhereThereIsNothing() {
        assertThat(Query.parse(null).all("a")).isEmpty();
        assertThat(Query.parse("").all("a")).isEmpty();
    }
}
