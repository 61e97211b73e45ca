package murmuration.extraction.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.core.ObjectStore;
import murmuration.runtime.NamedServer;
import murmuration.runtime.ObjectStoreContract;
import murmuration.runtime.ObjectsReady;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;

/**
 * The suite on a server that speaks S3: {@code S3_ENDPOINT}, its bucket {@code S3_BUCKET}, and keys as the SDK finds them
 * ({@code AWS_ACCESS_KEY_ID}, {@code AWS_SECRET_ACCESS_KEY}, {@code AWS_REGION}).
 */
class S3ServerTest extends ObjectStoreContract {
    @BeforeAll
    static void named() {
        NamedServer.required("every object store's suite on an S3 server", "S3_ENDPOINT", "S3_BUCKET");
    }

    @Override
    protected ObjectStore store() {
        return new S3Objects(bucket(System.getenv("S3_BUCKET")));
    }

    @Test
    void noVersionOfWhatWasDeletedIsLeft() throws IOException {
        for (String content : new String[] {"one", "two"}) {
            store().put("contract/v/a", out -> out.write(content.getBytes(StandardCharsets.UTF_8)));
        }

        assertThat(store().deleteAll("contract/v/")).isEqualTo(1);

        S3Bucket bucket = bucket(System.getenv("S3_BUCKET"));
        ListObjectVersionsResponse left = bucket.ask(s3 ->
                s3.listObjectVersions(request -> request.bucket(bucket.name()).prefix("contract/v/")));
        assertThat(left.versions()).isEmpty();
        assertThat(left.deleteMarkers()).isEmpty();
    }

    @Test
    void noPartOfWhatWasNeverFinishedIsLeft() {
        S3Bucket bucket = bucket(System.getenv("S3_BUCKET"));
        // as a process leaves it that is killed meanwhile
        S3Put killed = new S3Put(bucket, "contract/u/a");
        killed.write(new byte[S3Put.PART + 1], 0, S3Put.PART + 1);
        assertThat(uploads(bucket)).isEqualTo(1);

        new S3Objects(bucket).deleteAll("contract/u/");

        assertThat(uploads(bucket)).isZero();
        assertThatThrownBy(killed::finish)
                .isInstanceOfSatisfying(
                        MurmurationException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
    }

    @Test
    void aBucketThatIsNotThereIsSaidToBeMissing() {
        ObjectStore store = new S3Objects(bucket("no-such-bucket-of-ours"));

        assertThatThrownBy(() -> store.has("contract/a"))
                .hasMessageContaining("murmuration.objects.s3.bucket")
                .isInstanceOfSatisfying(
                        MurmurationException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT));
        assertThat(new ObjectsReady(store).call().getStatus()).isEqualTo(HealthCheckResponse.Status.DOWN);
        assertThat(new ObjectsReady(store()).call().getStatus()).isEqualTo(HealthCheckResponse.Status.UP);
    }

    private static int uploads(S3Bucket bucket) {
        return bucket.ask(s3 -> s3.listMultipartUploads(
                        request -> request.bucket(bucket.name()).prefix("contract/u/")))
                .uploads()
                .size();
    }

    private static S3Bucket bucket(String name) {
        Map<String, String> settings = new HashMap<>(Map.of("endpoint", System.getenv("S3_ENDPOINT"), "bucket", name));
        String region = System.getenv("AWS_REGION");
        if (region != null) {
            settings.put("region", region);
        }
        return S3Access.open(S3Settings.of(settings)).orElseThrow();
    }
}
