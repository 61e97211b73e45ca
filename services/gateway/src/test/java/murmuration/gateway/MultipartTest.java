package murmuration.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import murmuration.core.MurmurationException;
import org.junit.jupiter.api.Test;

class MultipartTest {
    @Test
    void givesPartsByteForByteHoweverTheyArrive() throws IOException {
        // content that is full of beginnings of the delimiter
        ByteArrayOutputStream made = new ByteArrayOutputStream();
        Random random = new Random(7);
        while (made.size() < 200_000) {
            made.writeBytes("\r\n--boundar\r\n--\r\r\n"
                    .substring(0, 1 + random.nextInt(17))
                    .getBytes(StandardCharsets.US_ASCII));
        }
        byte[] content = made.toByteArray();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(head("name=\"name\""));
        body.writeBytes("größe".getBytes(StandardCharsets.UTF_8));
        body.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        body.writeBytes(head("name=\"file\"; filename=\"ä.jsonl\"\r\nContent-Type: application/json"));
        body.writeBytes(content);
        body.writeBytes("\r\n--boundary--\r\n".getBytes(StandardCharsets.US_ASCII));

        Multipart parts = new Multipart(trickling(body.toByteArray()), "multipart/form-data; boundary=boundary");

        assertThat(parts.next().orElseThrow().text()).isEqualTo("größe");
        Multipart.Part file = parts.next().orElseThrow();
        assertThat(file.fileName()).isEqualTo("ä.jsonl");
        assertThat(file.content().readAllBytes()).isEqualTo(content);
        assertThat(parts.next()).isEmpty();
    }

    @Test
    void skipsWhatNobodyReads() {
        String body = "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nunread\r\n"
                + "--x\r\nContent-Disposition: form-data; name=\"b\"\r\n\r\nread\r\n--x--";
        Multipart parts = new Multipart(bytes(body), "multipart/form-data; boundary=\"x\"");
        parts.next();
        assertThat(parts.next().orElseThrow().text()).isEqualTo("read");
    }

    @Test
    void refusesABodyThatEndsEarly() {
        Multipart parts = new Multipart(
                bytes("--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nhalf"),
                "multipart/form-data; boundary=x");
        Multipart.Part part = parts.next().orElseThrow();
        assertThatThrownBy(part::text).isInstanceOf(MurmurationException.class).hasMessageContaining("boundary");
    }

    private static byte[] head(String disposition) {
        return ("--boundary\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A stream that gives one to seven bytes at a time. */
    private static InputStream trickling(byte[] all) {
        return new ByteArrayInputStream(all) {
            private int turn;

            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                return super.read(target, offset, Math.min(length, 1 + turn++ % 7));
            }
        };
    }
}
