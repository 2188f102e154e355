package dev.scout.loader.external;

import dev.scout.loader.external.ExternalSource.Page;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads the answer to List Blobs.
 *
 * @see <a href="https://learn.microsoft.com/rest/api/storageservices/list-blobs">List Blobs</a>
 */
final class BlobList {

    private static final int MD5_BYTES = 16;
    private static final String FOLDER = "hdi_isfolder";

    private BlobList() {}

    static Page parse(InputStream xml, boolean withMd5) throws IOException {
        // The JDK's own: the class path has another one, which a native executable would have to find.
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        try {
            return page(factory.createXMLStreamReader(xml, "UTF-8"), withMd5);
        } catch (XMLStreamException | RuntimeException e) {
            throw new IOException("The list of blobs can not be read", e);
        }
    }

    private static Page page(XMLStreamReader reader, boolean withMd5) throws XMLStreamException {
        List<SourceObject> objects = new ArrayList<>();
        Map<String, String> blob = new HashMap<>();
        String next = null;
        while (reader.hasNext()) {
            int event = reader.next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                String name = reader.getLocalName();
                switch (name) {
                    case "Blob" -> blob.clear();
                    case "Metadata" -> readMetadata(reader, blob);
                    case "Name" -> blob.put(name, name(reader));
                    case "BlobType", "Content-Length", "Content-MD5", "Etag", "Last-Modified", "ResourceType" ->
                        blob.put(name, reader.getElementText());
                    case "NextMarker" -> next = reader.getElementText();
                    default -> {}
                }
            } else if (event == XMLStreamConstants.END_ELEMENT
                    && reader.getLocalName().equals("Blob")) {
                add(objects, blob, withMd5);
            }
        }
        return new Page(objects, next == null || next.isEmpty() ? null : next);
    }

    /** What stands there is called as its owner likes: by the names of other elements as well. */
    private static void readMetadata(XMLStreamReader reader, Map<String, String> blob) throws XMLStreamException {
        while (reader.next() != XMLStreamConstants.END_ELEMENT) {
            if (reader.isStartElement()) {
                String name = reader.getLocalName();
                String value = reader.getElementText();
                if (name.equals(FOLDER)) {
                    blob.put(name, value);
                }
            }
        }
    }

    /** A name with characters that XML can not hold comes percent-encoded, and says so. */
    private static String name(XMLStreamReader reader) throws XMLStreamException {
        boolean encoded = "true".equalsIgnoreCase(reader.getAttributeValue(null, "Encoded"));
        String text = reader.getElementText();
        return encoded ? PercentEncoding.decode(text) : text;
    }

    /** A Gen2 account lists its directories as well. */
    private static void add(List<SourceObject> objects, Map<String, String> blob, boolean withMd5) {
        boolean directory =
                "directory".equals(blob.get("ResourceType")) || "true".equalsIgnoreCase(blob.getOrDefault(FOLDER, ""));
        String key = blob.getOrDefault("Name", "");
        long size = Long.parseLong(blob.getOrDefault("Content-Length", "0"));
        if (directory || key.isEmpty() || (key.endsWith("/") && size == 0)) {
            return;
        }
        // In other blobs content changes in place, and the property does not.
        boolean hasMd5 = withMd5 && blob.getOrDefault("BlobType", "").equals("BlockBlob");
        objects.add(new SourceObject(
                key,
                SourceObject.unquoted(blob.getOrDefault("Etag", "")),
                size,
                time(blob.get("Last-Modified")),
                hasMd5 ? hexadecimal(blob.get("Content-MD5")) : null));
    }

    private static @Nullable Instant time(@Nullable String text) {
        return text == null || text.isEmpty()
                ? null
                : ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                        .toInstant();
    }

    /** An MD5 of base64 in hexadecimal; null where it is none. */
    static @Nullable String hexadecimal(@Nullable String base64) {
        if (base64 == null || base64.isEmpty()) {
            return null;
        }
        try {
            byte[] md5 = Base64.getDecoder().decode(base64);
            return md5.length == MD5_BYTES ? HexFormat.of().formatHex(md5) : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
