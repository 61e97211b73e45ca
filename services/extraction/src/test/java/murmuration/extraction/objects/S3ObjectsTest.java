package murmuration.extraction.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.core.ObjectStore;
import murmuration.extraction.objects.ScriptedS3.Answer;
import murmuration.runtime.ObjectsReady;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class S3ObjectsTest {
    @Test
    void aServerThatIsAwayIsAnOutage() throws IOException {
        ScriptedS3 gone = new ScriptedS3(asked -> Answer.ok(""));
        gone.close();
        ObjectStore store = gone.store();

        assertThatThrownBy(() -> store.has("a")).satisfies(e -> hasCode(e, ErrorCode.UNAVAILABLE));
        assertThatThrownBy(() -> store.put("a", out -> out.write(1))).satisfies(e -> hasCode(e, ErrorCode.UNAVAILABLE));
        assertThatThrownBy(() -> store.open("a")).satisfies(e -> hasCode(e, ErrorCode.UNAVAILABLE));
        assertThatThrownBy(() -> store.deleteAll("a/")).satisfies(e -> hasCode(e, ErrorCode.UNAVAILABLE));
        assertThat(new ObjectsReady(store).call().getStatus()).isEqualTo(HealthCheckResponse.Status.DOWN);
    }

    @ParameterizedTest
    @CsvSource({
        "404, NoSuchBucket, INVALID_INPUT",
        "400, InvalidBucketName, INVALID_INPUT",
        "301, PermanentRedirect, INVALID_INPUT",
        "400, AuthorizationHeaderMalformed, INVALID_INPUT",
        "400, KMS.NotFoundException, INVALID_INPUT",
        "403, AccessDenied, AUTHENTICATION",
        "403, InvalidAccessKeyId, AUTHENTICATION",
        "403, SignatureDoesNotMatch, AUTHENTICATION",
        "403, QuotaExceeded, STORAGE_FULL",
        "507, XMinioStorageFull, STORAGE_FULL",
        "412, PreconditionFailed, UNAVAILABLE",
        "400, MalformedXML, INTERNAL",
    })
    void answersHaveOurCodesAndNoSecrets(int status, String code, ErrorCode ours) throws IOException {
        try (ScriptedS3 server = new ScriptedS3(asked -> Answer.failed(status, code))) {
            assertThatThrownBy(() -> server.store().open("a"))
                    .satisfies(e -> hasCode(e, ours))
                    .satisfies(e -> assertThat(e.getMessage()).doesNotContain("as the server puts it"))
                    .satisfies(e -> assertThat(stackTrace(e)).doesNotContain("the-secret-key", "the-access-key"));
        }
    }

    @ParameterizedTest
    @CsvSource({"503, SlowDown, OVERLOADED", "500, InternalError, UNAVAILABLE", "503, ServiceUnavailable, UNAVAILABLE"})
    void whatMayPassIsTriedFiveTimes(int status, String code, ErrorCode ours) throws IOException {
        try (ScriptedS3 server = new ScriptedS3(asked -> Answer.failed(status, code))) {
            assertThatThrownBy(() -> server.store().has("a")).satisfies(e -> hasCode(e, ours));
            assertThat(server.asked).hasSize(5);
        }
    }

    @Test
    void aFailureThatPassesIsNotSeen() throws IOException {
        try (ScriptedS3 server = new ScriptedS3(
                asked -> asked.headers().getFirst("Amz-sdk-request").contains("attempt=1")
                        ? Answer.failed(503, "SlowDown")
                        : Answer.ok(""))) {
            server.store().put("a", out -> out.write(1));

            assertThat(server.lines()).containsExactly("PUT /conversations/a", "PUT /conversations/a");
        }
    }

    @Test
    void aWrongBucketIsNamedWithItsSetting() throws IOException {
        try (ScriptedS3 server = new ScriptedS3(asked -> Answer.failed(404, "NoSuchBucket"))) {
            assertThatThrownBy(() -> server.store().has("a"))
                    .hasMessageContaining("murmuration.objects.s3.bucket")
                    .hasMessageContaining("conversations");
            assertThat(new ObjectsReady(server.store()).call().getStatus()).isEqualTo(HealthCheckResponse.Status.DOWN);
        }
    }

    @Test
    void aCutAnswerIsNoEnd() throws IOException {
        try (ScriptedS3 server = new ScriptedS3(asked -> new Answer(200, "half", 4))) {
            assertThatThrownBy(() -> {
                        try (InputStream in = server.store().open("a")) {
                            in.readAllBytes();
                        }
                    })
                    .isInstanceOfAny(IOException.class, MurmurationException.class);
        }
    }

    @Test
    void whatIsWrittenIsEncryptedAsTheSettingsSay() throws IOException {
        try (ScriptedS3 server = new ScriptedS3(asked -> Answer.ok(""))) {
            server.store().put("a", out -> out.write(1));
            server.store("encryption", "AES256").put("a", out -> out.write(1));
            server.store("encryption", "aws:kms", "kms-key", "k1").put("a", out -> out.write(1));

            assertThat(server.asked)
                    .extracting(asked -> asked.headers().getFirst("X-amz-server-side-encryption"))
                    .containsExactly(null, "AES256", "aws:kms");
            assertThat(server.asked.getLast().headers().getFirst("X-amz-server-side-encryption-aws-kms-key-id"))
                    .isEqualTo("k1");
        }
    }

    @Test
    void aServerThatKnowsNoVersionsIsAskedForObjects() throws IOException {
        try (ScriptedS3 server = new ScriptedS3(asked -> {
            if (asked.line().contains("?versions") || asked.line().contains("?uploads")) {
                return Answer.failed(501, "NotImplemented");
            }
            return Answer.ok("<ListBucketResult></ListBucketResult>");
        })) {
            assertThat(server.store().deleteAll("a/")).isZero();
        }
    }

    @Test
    void onlyUploadsThatBeganBeforeAreDropped() throws IOException {
        try (ScriptedS3 server = new ScriptedS3(asked -> Answer.ok(
                !(asked.line().contains("uploads") && asked.line().contains("prefix=shards"))
                        ? ""
                        : "<ListMultipartUploadsResult><Upload><Key>shards/old</Key><UploadId>1</UploadId>"
                                + "<Initiated>2026-01-01T23:59:59.000Z</Initiated></Upload>"
                                + "<Upload><Key>shards/young</Key><UploadId>2</UploadId>"
                                + "<Initiated>2026-01-02T00:00:00.000Z</Initiated></Upload>"
                                + "</ListMultipartUploadsResult>"))) {
            server.store().deleteUnfinished(Instant.parse("2026-01-02T00:00:00Z"));

            assertThat(server.lines().stream().filter(line -> line.startsWith("DELETE ")))
                    .containsExactly("DELETE /conversations/shards/old?uploadId=1");
        }
    }

    @Test
    void aVersionThatIsLockedIsNotSaidToBeDeleted() throws IOException {
        try (ScriptedS3 server = new ScriptedS3(asked -> {
            if (asked.line().contains("?versions")) {
                return Answer.ok("<ListVersionsResult><Version><Key>a/b</Key><VersionId>1</VersionId>"
                        + "<IsLatest>true</IsLatest></Version></ListVersionsResult>");
            }
            return asked.line().contains("?delete")
                    ? Answer.ok("<DeleteResult><Error><Key>a/b</Key><Code>AccessDenied</Code></Error></DeleteResult>")
                    : Answer.ok("<ListMultipartUploadsResult></ListMultipartUploadsResult>");
        })) {
            assertThatThrownBy(() -> server.store().deleteAll("a/"))
                    .satisfies(e -> hasCode(e, ErrorCode.AUTHENTICATION))
                    .hasMessageContaining("1 of 1");
        }
    }

    @Test
    void settingsThatDoNotFitAreNamed() {
        refused(Map.of("endpoint", "http://localhost:1"), "bucket is not set");
        refused(S3Settings.at("localhost:9000"), "endpoint");
        refused(S3Settings.at("http://localhost:1", "encryption", "aes"), "encryption");
        refused(S3Settings.at("http://localhost:1", "kms-key", "k"), "kms-key");
        refused(Map.of("bucket", "b", "endpoint", "http://localhost:1", "access-key", "x"), "secret-key");
    }

    @Test
    void withoutABucketThereIsNone() {
        assertThat(S3Objects.of(S3Settings.of(Map.of()))).isEmpty();
    }

    @Test
    void statesEveryDefault() {
        Map<String, String> defaults = new TreeMap<>();
        for (Method method : S3Config.class.getDeclaredMethods()) {
            WithDefault value = method.getAnnotation(WithDefault.class);
            defaults.put(method.getName(), value == null ? "" : value.value());
        }
        assertThat(defaults)
                .isEqualTo(Map.of(
                        "bucket", "",
                        "endpoint", "",
                        "region", "",
                        "accessKey", "",
                        "secretKey", "",
                        "encryption", "none",
                        "kmsKey", "",
                        "timeout", "PT2M"));
    }

    private static void refused(Map<String, String> settings, String named) {
        assertThatThrownBy(() -> S3Objects.of(S3Settings.of(settings)))
                .satisfies(e -> hasCode(e, ErrorCode.INVALID_INPUT))
                .hasMessageStartingWith("murmuration.objects.s3.")
                .hasMessageContaining(named);
    }

    private static void hasCode(Throwable e, ErrorCode code) {
        assertThat(e)
                .asInstanceOf(type(MurmurationException.class))
                .extracting(MurmurationException::code)
                .isEqualTo(code);
    }

    private static String stackTrace(Throwable e) {
        StringWriter out = new StringWriter();
        e.printStackTrace(new PrintWriter(out));
        return out.toString();
    }
}
