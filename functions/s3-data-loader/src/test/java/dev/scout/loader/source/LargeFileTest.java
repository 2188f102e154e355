package dev.scout.loader.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files far larger than what is kept of them: the heap in use stays the same. */
class LargeFileTest {

    private static final long RECORDS = 3_000_000;
    private static final long MOST_HEAP_BYTES = 96L * 1024 * 1024;

    @ParameterizedTest
    @CsvSource(delimiter = '§', quoteCharacter = '`', textBlock = """
            a.ndjson §                § {"id":"%07d","store_id":"S-001","peso_value":12.50,"name":"Coke Sakto"} § \\n   §
            a.csv    § id,store,value,name\\n § %07d,S-001,12.50,"Coke, Sakto"                                 § \\n   §
            a.json   § {"records":[    § {"id":"%07d","store_id":"S-001","peso_value":12.50,"name":"Coke Sakto"} § ,\\n  § ]}
            """)
    void needsTheSameMemoryForAFileOfAnySize(String name, String before, String record, String between, String after) {
        CountingSink sink = new CountingSink();
        Content content = Content.of(new GeneratedStream(line(before), line(record), line(between), line(after)));
        Reading reading = FormatDetector.open(content, name, RecordedSink.settings("auto", "{}", null));
        reading.into(sink);

        assertThat(sink.records).isEqualTo(RECORDS);
        assertThat(sink.refused).isZero();
        assertThat(sink.mostHeapBytes - sink.heapBytesAtFirst).isLessThan(MOST_HEAP_BYTES);
    }

    private static String line(String text) {
        return text == null ? "" : text.replace("\\n", "\n");
    }

    /** Looks at what survives garbage collections while records come by. */
    private static final class CountingSink implements RecordSink {

        private long records;
        private long refused;
        private long heapBytesAtFirst;
        private long mostHeapBytes;

        @Override
        public void accept(long number, long line, byte[] json, int from, int to) {
            records++;
            if (records % 500_000 == 1) {
                System.gc();
                long used = ManagementFactory.getMemoryPoolMXBeans().stream()
                        .filter(pool -> pool.getType() == MemoryType.HEAP)
                        .map(MemoryPoolMXBean::getUsage)
                        .mapToLong(usage -> usage.getUsed())
                        .sum();
                heapBytesAtFirst = heapBytesAtFirst == 0 ? used : heapBytesAtFirst;
                mostHeapBytes = Math.max(mostHeapBytes, used);
            }
        }

        @Override
        public void refuse(Refusal refusal) {
            refused++;
        }
    }

    /** A text of many records that is made while it is read. */
    private static final class GeneratedStream extends InputStream {

        private final String record;
        private final String between;
        private final byte[] after;
        private byte[] current;
        private int position;
        private long made;

        GeneratedStream(String before, String record, String between, String after) {
            this.record = record;
            this.between = between;
            this.after = after.getBytes(StandardCharsets.UTF_8);
            this.current = before.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            while (position == current.length) {
                if (made > RECORDS) {
                    return -1;
                }
                current = next();
                position = 0;
            }
            int taken = Math.min(length, current.length - position);
            System.arraycopy(current, position, target, offset, taken);
            position += taken;
            return taken;
        }

        private byte[] next() {
            if (made == RECORDS) {
                made++;
                return after;
            }
            String number = String.valueOf(10_000_000 + made).substring(1);
            made++;
            String text = record.replace("%07d", number);
            return (made == RECORDS ? text : text + between).getBytes(StandardCharsets.UTF_8);
        }
    }
}
