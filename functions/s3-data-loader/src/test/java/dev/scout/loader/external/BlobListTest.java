package dev.scout.loader.external;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scout.loader.external.ExternalSource.Page;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The form of the answers is that of Microsoft's description of List Blobs. */
class BlobListTest {

    @Test
    void readsBlobsAndLeavesDirectoriesOut() throws IOException {
        Page page = parse("""
                <?xml version="1.0" encoding="utf-8"?>
                <EnumerationResults ServiceEndpoint="https://x.blob.core.windows.net/" ContainerName="c"><Prefix>a/</Prefix><Blobs>
                <Blob><Name>a/dir</Name><Properties><ResourceType>directory</ResourceType><Content-Length>0</Content-Length></Properties></Blob>
                <Blob><Name>a/marker</Name><Properties><Content-Length>0</Content-Length></Properties><Metadata><hdi_isfolder>true</hdi_isfolder></Metadata></Blob>
                <Blob><Name>a/x &amp; y.csv</Name><Properties><Last-Modified>Wed, 09 Sep 2009 09:20:02 GMT</Last-Modified><Etag>0x8CBFF45D8A29A19</Etag>
                <Content-Length>100</Content-Length><Content-MD5>sQqNsWTgdUEFt6mb5y4/5Q==</Content-MD5><BlobType>BlockBlob</BlobType></Properties>
                <Metadata><Name>other name</Name><Metadata>1</Metadata><Etag>7</Etag><Blob>x</Blob></Metadata></Blob>
                <Blob><Name Encoded="true">a/%EF%BF%BE%2Bz.csv</Name><Properties><Etag>0x1</Etag><Content-Length>5000000000</Content-Length>
                <Content-MD5>sQqNsWTgdUEFt6mb5y4/5Q==</Content-MD5><BlobType>AppendBlob</BlobType></Properties></Blob>
                </Blobs><NextMarker>2!92!token</NextMarker></EnumerationResults>
                """);

        assertThat(page.next()).isEqualTo("2!92!token");
        assertThat(page.objects())
                .containsExactly(
                        new SourceObject(
                                "a/x & y.csv",
                                "0x8CBFF45D8A29A19",
                                100,
                                Instant.parse("2009-09-09T09:20:02Z"),
                                "b10a8db164e0754105b7a99be72e3fe5"),
                        new SourceObject("a/\uFFFE+z.csv", "0x1", 5_000_000_000L, null, null));
    }

    @Test
    void theLastPageHasNoNext() throws IOException {
        assertThat(parse("<EnumerationResults><Blobs/><NextMarker /></EnumerationResults>")
                        .next())
                .isNull();
    }

    @Test
    void whatIsNoListIsAFailureOfTheTransfer() {
        assertThatThrownBy(() -> parse("<EnumerationResults><Blobs><Blob>")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> parse("<html>")).isInstanceOf(IOException.class);
    }

    @Test
    void followsNoReferences() {
        assertThatThrownBy(
                        () -> parse(
                                "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/hostname\">]><EnumerationResults><Blobs/><NextMarker>&e;</NextMarker></EnumerationResults>"))
                .isInstanceOf(IOException.class);
    }

    @Test
    void encodesPathsSoThatNothingIsAStep() {
        assertThat(PercentEncoding.path("a b/../c+d%/ä~-._")).isEqualTo("a%20b/%2E%2E/c%2Bd%25/%C3%A4~-._");
        assertThat(PercentEncoding.decode("a%20b/%C3%A4+%zz%")).isEqualTo("a b/ä+%zz%");
    }

    private static Page parse(String xml) throws IOException {
        return BlobList.parse(new ByteArrayInputStream(xml.getBytes(UTF_8)), true);
    }
}
