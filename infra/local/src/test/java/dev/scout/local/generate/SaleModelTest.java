package dev.scout.local.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SaleModelTest {

    private static final GenerateOptions OPTIONS = GenerateOptions.of(3, 20, 42);
    private static final int CUSTOMERS = 2000;

    private final List<Store> stores = Store.open(OPTIONS);
    private final SaleModel model = new SaleModel(OPTIONS, new ProductCatalog());

    @Test
    void makesTheSameSaleAgain() {
        Sale first = model.sale(stores.get(3), 1, 17, 40);

        model.sale(stores.get(4), 2, 5, 40);

        assertThat(model.sale(stores.get(3), 1, 17, 40)).isEqualTo(first);
    }

    @Test
    void placesEverySaleOnItsBusinessDayInTheStoresTime() {
        for (Sale sale : sales(1)) {
            assertThat(sale.date()).isEqualTo(OPTIONS.date(sale.businessDay()));
        }
    }

    @Test
    void sellsAroundMidnightOnDaysThatDifferInUtc() {
        assertThat(sales(1)).anySatisfy(sale -> {
            assertThat(sale.date()).isEqualTo(LocalDate.of(2024, 1, 2));
            assertThat(sale.instant()).startsWith("2024-01-01T16:0");
            assertThat(sale.localTime()).startsWith("2024-01-02T00:0").endsWith("+08:00");
        });
        assertThat(sales(1)).anySatisfy(sale -> assertThat(sale.wallClock()).startsWith("2024-01-02 23:5"));
    }

    @Test
    void bringsGoodsBackWithANegativeAmount() {
        assertThat(sales(1)).filteredOn(Sale::isReturn).isNotEmpty().allSatisfy(sale -> {
            assertThat(sale.fate().returned()).isTrue();
            assertThat(sale.units()).isNegative();
        });
    }

    @Test
    void correctsToAnotherAmountUnderTheSameId() {
        Sale sale = model.sale(stores.get(0), 1, 0, 10);

        assertThat(sale.corrected().id()).isEqualTo(sale.id());
        assertThat(sale.corrected().total()).isGreaterThan(sale.total());
    }

    @Test
    void sellsMoreInTheEveningPeakThanAtNoon() {
        List<Integer> hours = sales(1).stream()
                .map(sale -> Integer.parseInt(sale.wallClock().substring(11, 13)))
                .toList();

        assertThat(hours.stream().filter(hour -> hour == 18).count())
                .isGreaterThan(hours.stream().filter(hour -> hour == 13).count());
    }

    private List<Sale> sales(int day) {
        return IntStream.range(0, CUSTOMERS)
                .mapToObj(number -> model.sale(stores.get(0), day, number, CUSTOMERS))
                .toList();
    }
}
