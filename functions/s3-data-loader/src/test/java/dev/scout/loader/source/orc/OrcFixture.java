package dev.scout.loader.source.orc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.orc.CompressionKind;
import org.apache.orc.OrcFile;
import org.apache.orc.StripeInformation;
import org.apache.orc.TypeDescription;
import org.apache.orc.impl.PhysicalFsWriter;
import org.apache.orc.impl.WriterImpl;
import org.apache.orc.impl.writer.WriterEncryptionVariant;
import org.apache.orc.storage.common.type.HiveDecimal;
import org.apache.orc.storage.ql.exec.vector.BytesColumnVector;
import org.apache.orc.storage.ql.exec.vector.ColumnVector;
import org.apache.orc.storage.ql.exec.vector.DateColumnVector;
import org.apache.orc.storage.ql.exec.vector.DecimalColumnVector;
import org.apache.orc.storage.ql.exec.vector.DoubleColumnVector;
import org.apache.orc.storage.ql.exec.vector.ListColumnVector;
import org.apache.orc.storage.ql.exec.vector.LongColumnVector;
import org.apache.orc.storage.ql.exec.vector.MapColumnVector;
import org.apache.orc.storage.ql.exec.vector.StructColumnVector;
import org.apache.orc.storage.ql.exec.vector.TimestampColumnVector;
import org.apache.orc.storage.ql.exec.vector.UnionColumnVector;
import org.apache.orc.storage.ql.exec.vector.VectorizedRowBatch;

/** ORC files that the format's own library writes, with random values of every type, and what a reader must make of them. */
public final class OrcFixture {

    static final String EVERY_TYPE = "struct<bo:boolean,ti:tinyint,si:smallint,in:int,bi:bigint,fl:float,do:double,"
            + "st:string,few:string,ch:char(8),va:varchar(10),by:binary,da:date,ts:timestamp,"
            + "tl:timestamp with local time zone,small:decimal(9,2),large:decimal(38,10),li:array<int>,"
            + "ma:map<string,double>,mi:map<int,string>,un:uniontype<int,string,array<bigint>>,"
            + "ne:struct<a:int,b:array<struct<c:string,d:boolean>>>>";

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    final byte[] file;
    final List<ObjectNode> rows;

    final List<StripeInformation> stripes;

    OrcFixture(byte[] file, List<ObjectNode> rows) {
        this(file, rows, List.of());
    }

    private OrcFixture(byte[] file, List<ObjectNode> rows, List<StripeInformation> stripes) {
        this.file = file;
        this.rows = rows;
        this.stripes = stripes;
    }

    /** How a file is written. */
    record Form(CompressionKind codec, OrcFile.Version version, boolean isoCalendar, int rows, int stripes) {

        Form(CompressionKind codec, OrcFile.Version version, boolean isoCalendar, int rows) {
            this(codec, version, isoCalendar, rows, 4);
        }

        static Form of(CompressionKind codec) {
            return new Form(codec, OrcFile.Version.V_0_12, true, 5_000);
        }
    }

    static OrcFixture everyType(Form form) throws IOException {
        return write(EVERY_TYPE, form);
    }

    /** A file of so many stripes, with some values in it that are NaN. */
    public static byte[] inStripes(int rows, int stripes) {
        try {
            Form form = new Form(CompressionKind.NONE, OrcFile.Version.V_0_12, true, rows, stripes);
            return write("struct<id:bigint,name:string,weight:double,tags:array<string>>", form).file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static OrcFixture write(String schemaText, Form form) throws IOException {
        TypeDescription schema = TypeDescription.fromString(schemaText);
        Configuration configuration = new Configuration(false);
        configuration.setLong("orc.stripe.row.count", form.rows / form.stripes);
        OrcFile.WriterOptions options = OrcFile.writerOptions(configuration)
                .setSchema(schema)
                .compress(form.codec)
                .version(form.version)
                .bufferSize(16 * 1024)
                .rowIndexStride(1_000)
                .setProlepticGregorian(form.isoCalendar)
                .useUTCTimestamp(false);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        options.physicalWriter(
                new PhysicalFsWriter(new FSDataOutputStream(bytes, null), options, new WriterEncryptionVariant[0]));
        List<ObjectNode> rows = new ArrayList<>();
        List<StripeInformation> stripes = new ArrayList<>();
        Filler filler = new Filler(new Random(7));
        try (WriterImpl writer = new WriterImpl(null, new Path("fixture.orc"), options)) {
            VectorizedRowBatch batch = schema.createRowBatch();
            while (rows.size() < form.rows) {
                batch.reset();
                for (int i = 0; i < Math.min(500, form.rows - rows.size()); i++) {
                    ObjectNode row = JSON.objectNode();
                    for (int field = 0; field < batch.cols.length; field++) {
                        row.set(
                                schema.getFieldNames().get(field),
                                filler.fill(
                                        batch.cols[field],
                                        i,
                                        schema.getChildren().get(field)));
                    }
                    rows.add(row);
                    batch.size++;
                }
                writer.addRowBatch(batch);
            }
            writer.close();
            stripes.addAll(writer.getStripes());
        }
        return new OrcFixture(bytes.toByteArray(), rows, stripes);
    }

    /** Puts random values into vectors and says what they are. */
    private static final class Filler {

        private static final String[] WORDS = {"", "a", "Niño", "\"quoted\"", "line\nend", "日本語", "😈", "back\\slash"};

        private final Random random;

        Filler(Random random) {
            this.random = random;
        }

        JsonNode fill(ColumnVector vector, int row, TypeDescription type) {
            if (random.nextInt(8) == 0) {
                vector.noNulls = false;
                vector.isNull[row] = true;
                return JSON.nullNode();
            }
            vector.isNull[row] = false;
            return switch (type.getCategory()) {
                case BOOLEAN -> {
                    boolean value = random.nextBoolean();
                    ((LongColumnVector) vector).vector[row] = value ? 1 : 0;
                    yield JSON.booleanNode(value);
                }
                case BYTE -> integer(vector, row, (byte) random.nextInt());
                case SHORT -> integer(vector, row, (short) random.nextInt());
                case INT -> integer(vector, row, random.nextInt() >> random.nextInt(32));
                case LONG -> integer(vector, row, random.nextLong() >> random.nextInt(64));
                case FLOAT -> {
                    float value = random.nextInt(20) == 0 ? Float.NaN : (float) random.nextGaussian() * 1e6f;
                    ((DoubleColumnVector) vector).vector[row] = value;
                    yield Float.isNaN(value) ? JSON.textNode("NaN") : JSON.numberNode(new BigDecimal("" + value));
                }
                case DOUBLE -> {
                    double value = random.nextInt(20) == 0 ? Double.NEGATIVE_INFINITY : random.nextGaussian();
                    ((DoubleColumnVector) vector).vector[row] = value;
                    yield Double.isInfinite(value)
                            ? JSON.textNode("-Infinity")
                            : JSON.numberNode(new BigDecimal("" + value));
                }
                case STRING, VARCHAR, CHAR -> text(vector, row, type);
                case BINARY -> {
                    byte[] value = new byte[random.nextInt(20)];
                    random.nextBytes(value);
                    ((BytesColumnVector) vector).setVal(row, value);
                    yield JSON.textNode(Base64.getEncoder().encodeToString(value));
                }
                case DATE -> {
                    long day = random.nextInt(10) == 0
                            ? -700_000 + random.nextInt(200_000)
                            : random.nextInt(40_000) - 20_000;
                    ((DateColumnVector) vector).changeCalendar(true, false);
                    ((DateColumnVector) vector).vector[row] = day;
                    yield JSON.textNode(LocalDate.ofEpochDay(day).toString());
                }
                case TIMESTAMP, TIMESTAMP_INSTANT -> timestamp(vector, row, type);
                case DECIMAL -> decimal(vector, row, type);
                case LIST -> list((ListColumnVector) vector, row, type);
                case MAP -> map((MapColumnVector) vector, row, type);
                case UNION -> {
                    UnionColumnVector union = (UnionColumnVector) vector;
                    int tag = random.nextInt(type.getChildren().size());
                    union.tags[row] = tag;
                    ObjectNode value = JSON.objectNode().put("tag", tag);
                    value.set(
                            "value",
                            fill(union.fields[tag], row, type.getChildren().get(tag)));
                    yield value;
                }
                case STRUCT -> {
                    ObjectNode value = JSON.objectNode();
                    for (int i = 0; i < type.getChildren().size(); i++) {
                        value.set(
                                type.getFieldNames().get(i),
                                fill(
                                        ((StructColumnVector) vector).fields[i],
                                        row,
                                        type.getChildren().get(i)));
                    }
                    yield value;
                }
                default -> throw new IllegalArgumentException(type.toString());
            };
        }

        private static JsonNode integer(ColumnVector vector, int row, long value) {
            ((LongColumnVector) vector).vector[row] = value;
            return JSON.numberNode(value);
        }

        private JsonNode text(ColumnVector vector, int row, TypeDescription type) {
            String value = WORDS[random.nextInt(WORDS.length)];
            if (type.getCategory() == TypeDescription.Category.STRING && random.nextBoolean()) {
                value += random.nextInt();
            }
            ((BytesColumnVector) vector).setVal(row, value.getBytes(StandardCharsets.UTF_8));
            int padded = type.getCategory() == TypeDescription.Category.CHAR ? type.getMaxLength() : 0;
            int length = value.codePointCount(0, value.length());
            if (type.getCategory() == TypeDescription.Category.CHAR && length > type.getMaxLength()) {
                value = value.substring(0, value.offsetByCodePoints(0, type.getMaxLength()));
            }
            return JSON.textNode(value + " ".repeat(Math.max(0, padded - length)));
        }

        private JsonNode timestamp(ColumnVector vector, int row, TypeDescription type) {
            long second = random.nextInt(10) == 0 ? -2_000_000_000L + random.nextInt(1_000_000) : random.nextInt();
            int nano = switch (random.nextInt(3)) {
                case 0 -> 0;
                case 1 -> random.nextInt(1000) * 1_000_000;
                default -> random.nextInt(1_000_000_000);
            };
            if (second <= 0 && second >= -1) {
                second = 1; // The format can not tell the second before 1970 from the one behind.
            }
            boolean instant = type.getCategory() == TypeDescription.Category.TIMESTAMP_INSTANT;
            LocalDateTime time = LocalDateTime.ofEpochSecond(second, nano, ZoneOffset.UTC);
            TimestampColumnVector times = (TimestampColumnVector) vector;
            times.changeCalendar(true, false);
            times.time[row] = java.sql.Timestamp.valueOf(time).getTime();
            if (instant) {
                times.time[row] = time.toInstant(ZoneOffset.UTC).toEpochMilli();
            }
            times.nanos[row] = nano;
            return JSON.textNode(DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(time) + (instant ? "Z" : ""));
        }

        private JsonNode decimal(ColumnVector vector, int row, TypeDescription type) {
            BigInteger unscaled = new BigInteger(random.nextInt(type.getPrecision() * 3) + 1, random);
            BigDecimal value = new BigDecimal(random.nextBoolean() ? unscaled : unscaled.negate(), type.getScale());
            if (vector instanceof DecimalColumnVector decimals) {
                decimals.set(row, HiveDecimal.create(value));
            } else {
                ((LongColumnVector) vector).vector[row] = value.unscaledValue().longValueExact();
            }
            return JSON.numberNode(value);
        }

        private ArrayNode list(ListColumnVector vector, int row, TypeDescription type) {
            int count = random.nextInt(4);
            vector.offsets[row] = vector.childCount;
            vector.lengths[row] = count;
            vector.childCount += count;
            vector.child.ensureSize(vector.childCount, true);
            ArrayNode values = JSON.arrayNode();
            for (int i = 0; i < count; i++) {
                values.add(fill(
                        vector.child,
                        (int) vector.offsets[row] + i,
                        type.getChildren().get(0)));
            }
            return values;
        }

        private JsonNode map(MapColumnVector vector, int row, TypeDescription type) {
            int count = random.nextInt(4);
            vector.offsets[row] = vector.childCount;
            vector.lengths[row] = count;
            vector.childCount += count;
            vector.keys.ensureSize(vector.childCount, true);
            vector.values.ensureSize(vector.childCount, true);
            ArrayNode entries = JSON.arrayNode();
            boolean isObject = type.getChildren().get(0).getCategory() == TypeDescription.Category.STRING;
            for (int i = 0; i < count; i++) {
                int at = (int) vector.offsets[row] + i;
                ObjectNode entry = entries.addObject();
                entry.set("key", fill(vector.keys, at, type.getChildren().get(0)));
                entry.set("value", fill(vector.values, at, type.getChildren().get(1)));
                isObject &= !entry.get("key").isNull();
            }
            if (!isObject) {
                return entries;
            }
            ObjectNode members = JSON.objectNode();
            entries.forEach(entry -> members.set(entry.get("key").textValue(), entry.get("value")));
            return members;
        }
    }
}
