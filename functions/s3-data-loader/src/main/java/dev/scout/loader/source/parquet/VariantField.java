package dev.scout.loader.source.parquet;

import dev.scout.loader.source.Sheet;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.variant.ImmutableMetadata;
import org.apache.parquet.variant.Variant;
import org.apache.parquet.variant.VariantBuilder;
import org.apache.parquet.variant.VariantConverters;
import org.jspecify.annotations.Nullable;

/** A value of any type in Parquet's binary form, shredded into columns or not; it becomes the JSON that it stands for. */
final class VariantField implements Field {

    private final Sheet sheet;
    private final GroupConverter converter;
    private final List<ConvertedField> fields;
    private final int metadataAt;
    private final VariantNames names;
    private @Nullable VariantBuilder builder;

    VariantField(GroupType group, Sheet sheet, RecordForm form, int repetition, int definition) {
        this.sheet = sheet;
        this.metadataAt = group.getFieldIndex("metadata");
        this.names = new VariantNames(group);
        this.converter = VariantConverters.newVariantConverter(group, this::begin, consumer -> {
            VariantBuilder begun = builder;
            if (begun == null) {
                throw DamageException.of("a variant has no metadata");
            }
            consumer.accept(begun);
        });
        this.fields = ConvertedField.fields(form, group, repetition, definition, converter);
    }

    @Override
    public Column first() {
        return fields.get(0).first();
    }

    @Override
    public void write() {
        builder = null;
        converter.start();
        fields.get(metadataAt).write();
        for (int i = 0; i < fields.size(); i++) {
            if (i != metadataAt) {
                fields.get(i).write();
            }
        }
        converter.end();
        if (builder == null) {
            throw DamageException.of("a variant has no metadata");
        }
        Variant value = builder.build();
        if (value.getValueBuffer().hasRemaining()) {
            VariantText.write(value, sheet);
        } else {
            sheet.text().ascii("null"); // Neither as it is nor shredded: the format takes that for a null.
        }
    }

    @Override
    public void pass(int definition) {
        fields.forEach(field -> field.pass(definition));
    }

    @Override
    public void check(int repetition) {
        fields.forEach(field -> field.check(repetition));
    }

    private void begin(ByteBuffer metadata) {
        builder = new VariantBuilder(new ImmutableMetadata(names.complete(metadata)));
    }
}
