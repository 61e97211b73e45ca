package murmuration.extraction.objects;

import java.util.List;
import java.util.regex.Pattern;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Error;

/** What S3 answers when it does not do what it is asked, in our codes; the server's sentence is not repeated. */
final class S3Failures {
    private static final String SETTING = "murmuration.objects.s3.";
    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9.]{1,64}");

    private S3Failures() {}

    static MurmurationException of(SdkException e, String bucket) {
        if (e instanceof AwsServiceException answer) {
            return of(answer.statusCode(), code(errorCode(answer.awsErrorDetails())), bucket, e);
        }
        if (e instanceof AbortedException) {
            return new MurmurationException(ErrorCode.CANCELED, "a request to S3 was broken off", e);
        }
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof MurmurationException ours) {
                return ours;
            }
        }
        return new MurmurationException(ErrorCode.UNAVAILABLE, "S3 does not answer", e);
    }

    /** @param code S3's own name of the failure, such as {@code NoSuchBucket}; empty where the answer has none */
    static MurmurationException of(int status, String code, String bucket, @Nullable Throwable cause) {
        String answer = "S3 answers " + (status == 0 ? "" : status + " ") + code;
        return switch (code) {
            case "NoSuchBucket", "InvalidBucketName" ->
                fault("bucket: the server has no bucket " + bucket + "; make it, or name another", cause);
            case "PermanentRedirect",
                    "TemporaryRedirect",
                    "AuthorizationHeaderMalformed",
                    "IllegalLocationConstraintException" ->
                fault("region, or endpoint: the bucket " + bucket + " is elsewhere; " + answer, cause);
            case "QuotaExceeded", "XMinioStorageFull" -> failure(ErrorCode.STORAGE_FULL, answer, cause);
            case "SlowDown", "TooManyRequests" -> failure(ErrorCode.OVERLOADED, answer, cause);
            // asked for again it may be there: the upload was broken off, or the object replaced
            case "NoSuchUpload", "PreconditionFailed" -> failure(ErrorCode.UNAVAILABLE, answer, cause);
            default ->
                code.startsWith("KMS.")
                        ? fault("kms-key: the server cannot use it; " + answer, cause)
                        : failure(of(status), answer, cause);
        };
    }

    /** A deletion that did not reach everything, such as what a lock retains. */
    static MurmurationException ofDeletion(List<S3Error> errors, int asked) {
        String code = code(errors.getFirst().code());
        return failure(
                code.equals("AccessDenied") ? ErrorCode.AUTHENTICATION : ErrorCode.UNAVAILABLE,
                "S3 keeps " + errors.size() + " of " + asked + " versions that it was told to delete: " + code,
                null);
    }

    private static ErrorCode of(int status) {
        return switch (status) {
            case 401, 403 -> ErrorCode.AUTHENTICATION;
            case 408, 409, 412 -> ErrorCode.UNAVAILABLE;
            case 429 -> ErrorCode.OVERLOADED;
            case 507 -> ErrorCode.STORAGE_FULL;
            default -> status >= 500 ? ErrorCode.UNAVAILABLE : ErrorCode.INTERNAL;
        };
    }

    /** The code, unless it is something else. */
    private static String code(@Nullable String code) {
        return code != null && CODE.matcher(code).matches() ? code : "";
    }

    private static @Nullable String errorCode(@Nullable AwsErrorDetails details) {
        return details == null ? null : details.errorCode();
    }

    private static MurmurationException fault(String what, @Nullable Throwable cause) {
        return failure(ErrorCode.INVALID_INPUT, SETTING + what, cause);
    }

    private static MurmurationException failure(ErrorCode code, String message, @Nullable Throwable cause) {
        return new MurmurationException(code, message.strip(), cause);
    }
}
