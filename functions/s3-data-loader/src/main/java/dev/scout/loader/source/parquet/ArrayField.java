package dev.scout.loader.source.parquet;

import dev.scout.loader.source.JsonText;
import dev.scout.loader.source.Sheet;

/** What is repeated: an array, or where its elements are members, an object. */
final class ArrayField implements Field {

    private final Sheet sheet;
    private final Field element;
    private final int again;
    private final int there;
    private final byte open;
    private final byte close;

    /**
     * @param again the repetition level at which another element begins
     * @param there the definition level at which there is an element
     */
    ArrayField(Sheet sheet, Field element, int again, int there, boolean object) {
        this.sheet = sheet;
        this.element = element;
        this.again = again;
        this.there = there;
        this.open = (byte) (object ? '{' : '[');
        this.close = (byte) (object ? '}' : ']');
    }

    @Override
    public Column first() {
        return element.first();
    }

    @Override
    public void write() {
        JsonText text = sheet.text();
        text.raw(open);
        Column first = element.first();
        int definition = first.definition();
        if (definition < there) {
            element.pass(definition);
        } else {
            element.write();
            while (first.repetition() == again) {
                element.check(again);
                if (!sheet.isOver()) {
                    text.raw((byte) ',');
                }
                element.write();
            }
        }
        text.raw(close);
    }

    @Override
    public void pass(int definition) {
        element.pass(definition);
    }

    @Override
    public void check(int repetition) {
        element.check(repetition);
    }
}
