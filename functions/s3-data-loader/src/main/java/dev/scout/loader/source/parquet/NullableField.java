package dev.scout.loader.source.parquet;

import dev.scout.loader.source.Sheet;

/** What may not be there; then it is null. */
final class NullableField implements Field {

    private final Sheet sheet;
    private final Field field;
    private final int there;

    /** @param there the definition level at which it is there */
    NullableField(Sheet sheet, Field field, int there) {
        this.sheet = sheet;
        this.field = field;
        this.there = there;
    }

    @Override
    public Column first() {
        return field.first();
    }

    @Override
    public void write() {
        int definition = first().definition();
        if (definition < there) {
            sheet.text().ascii("null");
            field.pass(definition);
        } else {
            field.write();
        }
    }

    @Override
    public void pass(int definition) {
        field.pass(definition);
    }

    @Override
    public void check(int repetition) {
        field.check(repetition);
    }
}
