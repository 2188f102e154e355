package dev.scout.transform.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.scout.parquet.ColumnType;
import dev.scout.parquet.ParquetColumn;
import dev.scout.parquet.ParquetFile;
import dev.scout.parquet.UnfitValueException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WideningTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it.
    Path directory;

    /** What a column of that many decimals becomes, for a value that it can't hold; nothing means text. */
    @ParameterizedTest
    @CsvSource({
        "6, 0.1234567, 10",
        "6, 0.30000000000000004, 18",
        "10, -1.23456789012, 14",
        // 20 digits before the point and 17 after it: 37. With 18 decimals it would be 38.
        "6, 12345678901234567890.12345678901234567, 18",
        // 21 and 17 are 38; 18 decimals would be one too many.
        "6, 123456789012345678901.12345678901234567, 17",
        "6, 1234567890123456789012.12345678901234567,",
        // 33 digits and 6 decimals are 39.
        "6, 123456789012345678901234567890123,",
        "6, NaN,",
    })
    void aColumnTakesTheNextTypeThatHoldsTheValue(int scale, String value, @Nullable Integer widened)
            throws IOException {
        List<ParquetColumn> columns = List.of(new ParquetColumn("a", ColumnType.NUMERIC, scale));
        try (ParquetFile file = new ParquetFile(directory.resolve("f"), columns)) {
            UnfitValueException unfit =
                    catchThrowableOfType(UnfitValueException.class, () -> file.write(new String[] {value}));
            assertThat(Widening.of(unfit)).isEqualTo(new Widening("a", value, widened));
        }
    }
}
