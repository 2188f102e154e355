package dev.scout.loader.source.parquet;

import dev.scout.loader.source.Sheet;

/** A leaf. */
final class ValueField implements Field {

    private final Column column;
    private final Sheet sheet;
    private final int there;
    private final int parentThere;

    /** @param parentThere the definition level at which its parents are there */
    ValueField(Column column, Sheet sheet, int parentThere) {
        this.column = column;
        this.sheet = sheet;
        this.there = column.descriptor().getMaxDefinitionLevel();
        this.parentThere = parentThere;
    }

    @Override
    public Column first() {
        return column;
    }

    @Override
    public void write() {
        int definition = column.definition();
        if (definition < parentThere) {
            throw column.damage(DamageException.of("its levels do not fit those of the columns beside it"));
        }
        if (definition < there) {
            sheet.text().ascii("null");
            column.pass();
        } else if (sheet.isOver()) {
            column.pass();
        } else {
            column.write();
        }
    }

    @Override
    public void pass(int definition) {
        if (column.definition() != definition) {
            throw column.damage(DamageException.of("its levels do not fit those of the columns beside it"));
        }
        column.pass();
    }

    @Override
    public void check(int repetition) {
        if (column.repetition() != repetition) {
            throw column.damage(DamageException.of("it has more or fewer values than the columns beside it"));
        }
    }
}
