package dev.scout.loader.source.parquet;

import dev.scout.loader.source.JsonText;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/** Makes each Parquet record a JSON object's text. The text is good until the next record is read. */
final class JsonRecordMaterializer extends RecordMaterializer<JsonText> {

    private final JsonText record = new JsonText();
    private final BadText badText = new BadText();
    private final JsonGroup root;

    JsonRecordMaterializer(MessageType schema) {
        this.root = JsonGroup.root(schema, record, badText);
    }

    @Override
    public JsonText getCurrentRecord() {
        return record;
    }

    @Override
    public GroupConverter getRootConverter() {
        return root;
    }

    /** The column of the current record whose text is no UTF-8; null where there is none. Asking forgets it. */
    @Nullable
    String takeBadColumn() {
        String column = badText.column;
        badText.column = null;
        return column;
    }

    /** Where columns note that their text is no UTF-8. */
    static final class BadText {
        @Nullable
        String column;
    }
}
