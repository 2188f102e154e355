package dev.scout.local.generate;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A till's export: CSV with a header, one row an item, times on the wall clock, codes of its own. */
final class TillWriter implements SaleWriter {

    /** The name of the pipeline that reads it, and part of its keys. */
    static final String SOURCE = "suki-till";

    private static final String[] HEADER = {
        "Receipt No",
        "Sold At",
        "Branch",
        "Region",
        "Province",
        "City",
        "Barangay",
        "Barcode",
        "Item",
        "Brand",
        "Category",
        "Qty",
        "Unit",
        "Price",
        "Sex",
        "Age",
        "Paid By"
    };
    private static final Charset WINDOWS = Charset.forName("windows-1252");

    private final CsvWriter csv;

    /** The encodings that such tills use: UTF-8 with and without a byte order mark, and Windows-1252. */
    enum Encoding {
        UTF_8,
        UTF_8_WITH_MARK,
        WINDOWS_1252
    }

    TillWriter(OutputStream stream, Encoding encoding) throws IOException {
        if (encoding == Encoding.UTF_8_WITH_MARK) {
            stream.write(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF});
        }
        Charset charset = encoding == Encoding.WINDOWS_1252 ? WINDOWS : StandardCharsets.UTF_8;
        csv = CsvWriter.builder().lineDelimiter(LineDelimiter.CRLF).build(new OutputStreamWriter(stream, charset));
        csv.writeRecord(HEADER);
    }

    @Override
    public int write(Sale sale) throws IOException {
        if (sale.fate().isMalformed()) {
            List<String> row = row(sale, sale.lines().get(0));
            row.add("unexpected");
            csv.writeRecord(row);
            return 1;
        }
        for (Line line : sale.lines()) {
            csv.writeRecord(row(sale, line));
        }
        if (!sale.has(Fault.UNREADABLE_NUMBER)) {
            return sale.lines().size();
        }
        List<String> unreadable = row(sale, sale.lines().get(0));
        unreadable.set(List.of(HEADER).indexOf("Qty"), "1 pc");
        csv.writeRecord(unreadable);
        return sale.lines().size() + 1;
    }

    @Override
    public void close() throws IOException {
        csv.close();
    }

    private static List<String> row(Sale sale, Line line) {
        Place place = sale.store().place();
        Product product = line.product();
        List<String> row = new ArrayList<>(HEADER.length + 1);
        row.add(sale.id());
        row.add(sale.wallClock());
        row.add(sale.has(Fault.MISSING_STORE) ? "" : sale.store().id());
        row.add(place.region());
        row.add(place.province());
        row.add(place.city());
        row.add(place.barangay());
        row.add(product.sku());
        row.add(product.name());
        row.add(product.brandName());
        row.add(product.categoryName());
        row.add(Decimals.quantity(line.quantity()));
        row.add(product.unit());
        row.add(Decimals.money(line.unitPrice()));
        row.add(sexCode(sale.shopper().gender()));
        row.add(sale.shopper().ageBracket());
        row.add(sale.shopper().paymentMethod());
        return row;
    }

    private static String sexCode(String gender) {
        return switch (gender) {
            case "male" -> "1";
            case "female" -> "2";
            default -> "0";
        };
    }
}
