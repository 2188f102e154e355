package dev.scout.loader.source.csv;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A file as FastCSV reads it.
 *
 * @param header empty where there is none
 * @param records with as many fields as the first row
 * @param ragged how many rows have more or fewer
 */
record FastCsvRows(List<String> header, List<List<String>> records, int ragged) {

    static FastCsvRows of(byte[] content, SuiteFile known) throws IOException {
        String text = new String(content, known.charset());
        List<List<String>> rows = new ArrayList<>();
        try (CsvReader<CsvRecord> reader = CsvReader.builder()
                .fieldSeparator(known.delimiter())
                .quoteCharacter('"')
                .commentStrategy(CommentStrategy.NONE)
                .skipEmptyLines(true)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofCsvRecord(text.startsWith("\uFEFF") ? text.substring(1) : text)) {
            reader.forEach(row -> rows.add(List.copyOf(row.getFields())));
        }
        List<List<String>> table = rows.subList(Math.min(known.before(), rows.size()), rows.size());
        int columns = table.isEmpty() ? 0 : table.get(0).size();
        List<List<String>> body = known.hasHeader() && columns > 0 ? table.subList(1, table.size()) : table;
        List<List<String>> records =
                body.stream().filter(row -> row.size() == columns).toList();
        List<String> header = known.hasHeader() && columns > 0 ? table.get(0) : List.of();
        return new FastCsvRows(header, records, body.size() - records.size());
    }
}
