package murmuration.extraction.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceTest {
    private static final String TWO = Sample.record("1", "one") + "\n" + Sample.record("2", "two") + "\n";

    @TempDir
    Path folder = Path.of("");

    @Test
    void readsLinesWithMarkBlankLinesAndWindowsEnds() throws IOException {
        assertThat(Sample.told(Sample.drafts(folder, "\uFEFF" + TWO.replace("\n", "\r\n\r\n"))))
                .containsExactly("one", "two");
        assertThat(Sample.told(Sample.drafts(folder, TWO.strip()))).containsExactly("one", "two");
        assertThat(Sample.told(Sample.drafts(folder, TWO + " \t "))).containsExactly("one", "two");
    }

    @Test
    void readsOneArrayHoweverItIsWritten() throws IOException {
        String array = "\uFEFF [\n" + Sample.record("1", "o]}\\\"ne") + " ,\n\n" + Sample.record("2", "two") + "]\n";
        assertThat(Sample.told(Sample.drafts(folder, array))).containsExactly("o]}\"ne", "two");
        assertThat(Sample.told(Sample.drafts(folder, array.replace(":", " :\n "))))
                .containsExactly("o]}\"ne", "two");
    }

    @Test
    void readsGzipAndZstd() throws IOException {
        byte[] plain = TWO.getBytes(StandardCharsets.UTF_8);
        for (byte[] packed : new byte[][] {Sample.gzip(plain), Zstd.compress(plain)}) {
            assertThat(Sample.told(Sample.drafts(folder, packed, Sample.reading(Reading.AUTO))))
                    .containsExactly("one", "two");
        }
    }

    @Test
    void readsEveryMemberOfAGzipFileWithZerosBehind() throws IOException {
        byte[] one = Sample.gzip((Sample.record("1", "one") + "\n").getBytes(StandardCharsets.UTF_8));
        byte[] two = Sample.gzip(Sample.record("2", "two").getBytes(StandardCharsets.UTF_8));
        byte[] content = joined(one, two, new byte[1000]);
        Reading reading = Sample.reading(Reading.AUTO);
        assertThat(Sample.told(Sample.drafts(folder, content, reading))).containsExactly("one", "two");
        assertThat(Sample.told(Sample.drafts(() -> byteByByte(content), reading)))
                .containsExactly("one", "two");
    }

    @Test
    void aGzipFileThatAnythingElseFollowsIsRefused() throws IOException {
        byte[] plain = TWO.getBytes(StandardCharsets.UTF_8);
        byte[] gzip = Sample.gzip(plain);
        byte[] damaged = gzip.clone();
        damaged[2] = 9;
        for (byte[] more : new byte[][] {plain, damaged, Arrays.copyOf(gzip, 5), {'x'}, {0, 0, 1}}) {
            byte[] content = joined(gzip, more);
            assertRefused(content, "gzip stream is cut off or damaged", "nothing of it was imported");
            assertRefused(
                    () -> Sample.drafts(() -> byteByByte(content), Sample.reading(Reading.AUTO)),
                    "gzip stream is cut off or damaged");
        }
    }

    @Test
    void aRecordThatSaysSomethingTwiceIsAFault() throws IOException {
        String message = "{\"role\":\"user\",\"content\":\"x\"}";
        String content = Sample.record("1", "one") + "\n"
                + "{\"id\":\"x\",\"messages\":[" + message + "],\"messages\":[" + message + "]}\n"
                + "{\"id\":\"x\",\"messages\":[{\"role\":\"user\",\"content\":\"x\",\"content\":\"x\"}]}\n"
                + "{\"id\":\"x\",\"messages\":[{\"role\":\"assistant\",\"tool_calls\":[{\"name\":\"f\"}],"
                + "\"tool_calls\":[{\"name\":\"f\"}]}]}\n"
                + Sample.record("2", "two");
        assertThat(Sample.told(Sample.drafts(folder, content)))
                .containsExactly("one", "repeated key", "repeated key", "repeated key", "two");
    }

    @Test
    void aBadRecordDoesNotStopTheOthers() throws IOException {
        String content = Sample.record("1", "one") + "\n"
                + "{\"id\":\"half\",\"messages\":[{\"ro\n"
                + "[1,2]\n"
                + "\"bare\"\n"
                + "{\"id\":\"x\",\"messages\":[]}\n"
                + "{\"id\":\"x\",\"messages\":\"no list\"}\n"
                + "{\"id\":\"x\",\"messages\":[{\"role\":\"user\",\"content\":\" \"}]}\n"
                + "{\"id\":\"x\",\"messages\":[{\"role\":\"wizard\",\"content\":\"x\"}]}\n"
                + "{\"id\":\"x\",\"messages\":[{\"role\":\"user\",\"content\":7}]}\n"
                + "{\"id\":\"x\",\"created_at\":\"once\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}\n"
                + Sample.record("2", "two") + " trailing\n"
                + Sample.record("3", "three") + "\n";
        assertThat(Sample.told(Sample.drafts(folder, content)))
                .containsExactly(
                        "one",
                        "malformed JSON",
                        "not a JSON object",
                        "not a JSON object",
                        "no list of messages",
                        "no list of messages",
                        "every message is empty",
                        "unknown role",
                        "malformed message",
                        "malformed time",
                        "malformed JSON",
                        "three");
    }

    @Test
    void aFaultInsideAnArrayDoesNotStopTheOthers() throws IOException {
        String content = "[" + Sample.record("1", "one") + ",{\"id\":nonsense},17,\"x\"," + Sample.record("2", "two");
        assertThat(Sample.told(Sample.drafts(folder, content + "]")))
                .containsExactly("one", "malformed JSON", "not a JSON object", "not a JSON object", "two");
        assertThat(Sample.told(Sample.drafts(folder, content)))
                .endsWith("two", "the array ends in the middle")
                .hasSize(6);
        assertThat(Sample.told(Sample.drafts(folder, content + ",{\"id\":\"h")))
                .endsWith("two", "the array ends in the middle")
                .hasSize(6);
        assertThat(Sample.told(Sample.drafts(folder, content + "] and more")))
                .endsWith("two", "something follows the array")
                .hasSize(6);
    }

    @Test
    void malformedUtf8IsAFaultOfItsRecord() throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.writeBytes(TWO.getBytes(StandardCharsets.UTF_8));
        content.writeBytes(Sample.record("3", "caf\u00e9").getBytes(StandardCharsets.ISO_8859_1));
        content.writeBytes(("\n" + Sample.record("4", "caf\u00e9")).getBytes(StandardCharsets.UTF_8));
        assertThat(Sample.told(Sample.drafts(folder, content.toByteArray(), Sample.reading(Reading.AUTO))))
                .containsExactly("one", "two", "malformed UTF-8", "caf\u00e9");
    }

    @Test
    void aRecordOverTheLimitIsSkippedAndTheNextOneRead() throws IOException {
        String content = Sample.record("1", "x".repeat(100_000)) + "\n" + TWO;
        assertThat(Sample.told(Sample.drafts(folder, content)))
                .containsExactly("record longer than 1024 bytes", "one", "two");
        String array = "[" + Sample.record("1", "x".repeat(100_000)) + "," + Sample.record("2", "two") + "]";
        assertThat(Sample.told(Sample.drafts(folder, array))).containsExactly("record longer than 1024 bytes", "two");
    }

    @Test
    void twoTurnsOfOneRoleAndAnEmptyOneAreTaken() throws IOException {
        Draft draft = Sample.drafts(folder, """
                {"id":"1","messages":[{"role":"user","content":"a"},{"role":"user","content":"b"},\
                {"role":"assistant","content":""}]}""").getFirst();
        assertThat(draft.fault()).isEmpty();
        assertThat(draft.turns()).hasSize(3);
    }

    @Test
    void whatIsNotConversationsIsRefusedWithWhatWasExpected() {
        byte[] binary = new byte[5000];
        new Random(7).nextBytes(binary);
        binary[0] = 'x';
        for (byte[] content : new byte[][] {
            {},
            " \n\n".getBytes(StandardCharsets.UTF_8),
            "[]".getBytes(StandardCharsets.UTF_8),
            "name,age\nx,1\n".getBytes(StandardCharsets.UTF_8),
            "{\"text\":\"a\"}\n{\"text\":\"b\"}\n".getBytes(StandardCharsets.UTF_8),
            binary,
            "PAR1....".getBytes(StandardCharsets.UTF_8)
        }) {
            assertRefused(content, "sample.jsonl: ", "\"messages\"", "\"conversations\"");
        }
    }

    @Test
    void utf16IsRefusedWithWhatToDo() {
        assertRefused(TWO.getBytes(StandardCharsets.UTF_16), "iconv -f UTF-16 -t UTF-8 sample.jsonl > ");
        assertRefused(TWO.getBytes(StandardCharsets.UTF_16LE), "iconv -f UTF-16LE -t UTF-8 sample.jsonl > ");
        assertRefused(TWO.getBytes(StandardCharsets.UTF_16BE), "iconv -f UTF-16BE -t UTF-8 sample.jsonl > ");
    }

    @Test
    void anotherEncodingIsRefusedWithItsPlaceAndWhatToDo() {
        String content = Sample.record("1", "caf\u00e9") + "\n" + Sample.record("2", "\u00e0 bient\u00f4t") + "\n";
        assertRefused(
                content.getBytes(StandardCharsets.ISO_8859_1),
                "not UTF-8 (line 1)",
                "iconv -f LATIN1 -t UTF-8 sample.jsonl > ");
    }

    @Test
    void whatIsNotConversationsIsRefusedWithItsFirstFault() {
        assertRefused("half { of\n{\n".getBytes(StandardCharsets.UTF_8), "first 2 records", "(line 1: malformed JSON)");
        assertRefused("{\"a\":1}".getBytes(StandardCharsets.UTF_8), "(line 1: no list of messages)");
        assertRefused("[3]".getBytes(StandardCharsets.UTF_8), "(record 1: not a JSON object)");
        assertRefused(
                Sample.record("1", "x".repeat(100_000)).getBytes(StandardCharsets.UTF_8),
                "its first record is no conversation (line 1: record longer than 1024 bytes)");
    }

    @Test
    void aCutOrDamagedCompressedFileIsRefusedWithThePlace() throws IOException {
        byte[] plain = TWO.repeat(2000).getBytes(StandardCharsets.UTF_8);
        byte[] gzip = Sample.gzip(plain);
        byte[] zstd = Zstd.compress(plain);
        assertRefused(Arrays.copyOf(gzip, gzip.length - 9), "gzip stream is cut off", "decompressed bytes");
        assertRefused(Arrays.copyOf(zstd, zstd.length - 9), "zstd stream is cut off", "decompressed bytes");
        assertRefused(Arrays.copyOf(gzip, 5), "gzip header");
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            bytes.writeBytes(part);
        }
        return bytes.toByteArray();
    }

    /** Content that comes in no faster than this. */
    private static InputStream byteByByte(byte[] content) {
        return new ByteArrayInputStream(content) {
            @Override
            public synchronized int read(byte[] bytes, int offset, int length) {
                return super.read(bytes, offset, Math.min(1, length));
            }

            @Override
            public synchronized int available() {
                return 0;
            }
        };
    }

    private void assertRefused(byte[] content, String... parts) {
        assertRefused(() -> Sample.drafts(folder, content, Sample.reading(Reading.AUTO)), parts);
    }

    private static void assertRefused(ThrowingCallable call, String... parts) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        MurmurationException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNREADABLE_SOURCE))
                .hasMessageContainingAll(parts);
    }
}
