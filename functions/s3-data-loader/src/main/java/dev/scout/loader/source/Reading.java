package dev.scout.loader.source;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scout.loader.source.compression.ResumePoint;
import org.jspecify.annotations.Nullable;

/** How an object is going to be read, and then how it was. */
public final class Reading {

    private final String format;
    private final Content content;
    private final RecordReader reader;
    private final ObjectNode description;

    Reading(String format, Content content, RecordReader reader, ObjectNode description) {
        this.format = format;
        this.content = content;
        this.reader = reader;
        this.description = description;
    }

    /** How an object is going to be read that nobody has to look into to tell. */
    public static Reading of(String format, Content content, RecordReader reader) {
        return new Reading(format, content, reader, JsonNodeFactory.instance.objectNode());
    }

    /** The name of the format, for the ledger. */
    public String format() {
        return format;
    }

    /** Whether the format tells numbers from text; delimited text does not. */
    public boolean isTyped() {
        return !format.equals("csv") && !format.equals("tsv");
    }

    /** Reads everything. */
    public void into(RecordSink sink) {
        into(Stretch.WHOLE, sink);
    }

    /** Reads a stretch. */
    public void into(Stretch stretch, RecordSink sink) {
        reader.read(content, stretch, sink);
    }

    /** Finds the places at which the file can be cut. */
    public void survey(Place from, Borders borders) {
        reader.survey(content, from, borders);
    }

    /** From where who goes on at a place, which has been told of just now, has to read; null where that needs nothing to be known. */
    public @Nullable ResumePoint resumePoint(Place place) {
        return content.resumePoint(place.at());
    }

    /** Whether reading can begin at a place without reading what stands before it. */
    public boolean canJump() {
        return content.ranges() != null;
    }

    /** Adds to a refusal how the record that is being handed over stands in the file; good only during {@link RecordSink#accept}. */
    public Refusal locate(Refusal refusal) {
        return reader.locate(refusal);
    }

    /** What has been found out about the file. */
    public ObjectNode description() {
        reader.describe(description);
        if (content.malformedBytes() > 0) {
            description.put("malformed_bytes", content.malformedBytes()).put("malformed_bytes_read_as", "U+FFFD");
        }
        return description;
    }
}
