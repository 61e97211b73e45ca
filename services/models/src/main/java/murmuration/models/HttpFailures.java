package murmuration.models;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.runtime.Json;

/**
 * What a provider's failed answer means, as one of our codes. What the provider says is looked at and never passed on: it may
 * quote what somebody wrote.
 */
final class HttpFailures {
    private static final int LOOKED_AT = 400;
    private static final int UNAVAILABLE = 503;
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    /** Words by which providers say that money is the reason. */
    private static final List<String> MONEY = List.of(
            "insufficient_quota",
            "credit_balance",
            "usage_limit_exceeded",
            "exceeded_current_quota",
            "exceeded your current quota",
            "credit balance",
            "billing_not_active",
            "billing_hard_limit",
            "account is not active",
            "spend limit",
            "spending limit",
            "insufficient balance",
            "budget_exceeded",
            "budget has been exceeded",
            "exceededbudget",
            "crossed budget");

    /** Words that say so also in what is called a rate. */
    private static final List<String> MONEY_AS_A_RATE = List.of("spend_limit", "api usage limits");

    /** Words that say so where no rate is meant: a rate's answer says with them where a higher one can be bought. */
    private static final List<String> MONEY_BUT_IN_RATES = List.of("billing", "usage limits", "current quota");

    /** Words by which they say that it is a rate. */
    private static final List<String> RATE =
            List.of("rate_limit_exceeded", "rate_limit_error", "try again in", "retry in");

    private static final List<String> TOO_LONG = List.of(
            "context_length",
            "context length",
            "context size",
            "context window",
            "context limit",
            "exceed_context",
            "prompt is too long",
            "too many tokens",
            "batch size",
            "request_too_large");

    /** Words of a server's 500 where its model has answered, and it cannot read what was said. */
    private static final List<String> GARBLED =
            List.of("failed to parse input at", "error parsing tool call", "output that does not match");

    /** Words of a 400 that means what others answer with 404. */
    private static final List<String> NO_MODEL = List.of(
            "invalid model name",
            "invalid model id",
            "invalid model:",
            "invalid_model",
            "model_not_found",
            "model not exist");

    /** Words of a rate's answer to what is more than it ever lets through at once, and of a server's to what it cannot hold. */
    private static final List<String> TOO_LARGE =
            List.of("request too large", "must be reduced", "too large to process");

    private static final List<String> FILTERED = List.of(
            "content_filter",
            "content filtering",
            "content_policy",
            "content management policy",
            "responsibleaipolicy");

    /** What is said of a filtered text, and of accounts too. */
    private static final List<String> FLAGGED = List.of("moderation", "flagged");

    /** Words by which providers say that a model does not take what others take. */
    private static final List<String> NOT_TAKEN =
            List.of("unsupported", "not support", "deprecated", "only the default", "may only be set");

    private static final List<String> SCHEMA = List.of(
            "response_format",
            "response format",
            "output_config",
            "output_format",
            "output format",
            "json_schema",
            "json schema",
            "structured output",
            "grammar");

    private HttpFailures() {}

    /** What the model was told and seems not to want to be; nothing where it failed for another reason. */
    static Set<Refusals.Setting> refused(int status, String body) {
        String said = said(body);
        Set<Refusals.Setting> refused = EnumSet.noneOf(Refusals.Setting.class);
        if (code(status, false, said) != ErrorCode.INVALID_INPUT) {
            return refused;
        }
        if (says(NOT_TAKEN, said) && said.contains("temperature")) {
            refused.add(Refusals.Setting.TEMPERATURE);
        } else if (says(NOT_TAKEN, said) && said.contains("max_completion_tokens")) {
            refused.add(Refusals.Setting.MAX_TOKENS);
        }
        // servers have too many words for this: what names it may be asked without it
        if (says(SCHEMA, said)) {
            refused.add(Refusals.Setting.SCHEMA);
        }
        if (said.contains("tool")) {
            refused.add(Refusals.Setting.TOOLS);
        }
        return refused;
    }

    /**
     * What an answer amounts to: gateways hand an error of who is behind them on under 200, as a body with nothing else, and
     * others on the way say a page of their own.
     */
    static int status(int status, String body) {
        if (status / 100 != 2 || (body.startsWith("{") && !body.contains("\"error\""))) {
            return status;
        }
        try {
            JsonNode answer = Json.mapper().readTree(body);
            boolean failed = answer.isMissingNode()
                    || (answer.hasNonNull("error")
                            && Stream.of("choices", "content", "data")
                                    .allMatch(part -> answer.path(part).isEmpty()));
            int said = answer.path("error").path("code").asInt();
            return failed ? said >= 400 && said < 600 ? said : UNAVAILABLE : status;
        } catch (JsonProcessingException e) {
            return UNAVAILABLE;
        }
    }

    /** Whether somebody on the way waited no longer for an answer that may come, and be billed, all the same. */
    static boolean givenUp(int status) {
        return status == 408 || status == 502 || status == 504 || status == 524;
    }

    /** Whether something may have been made that was asked for, though the answer is a failure. */
    static boolean perhapsMade(int status) {
        // 529: an overload that the provider itself tells
        return givenUp(status) || (status >= 500 && status != 529);
    }

    /** The failure that this answer is. */
    static MurmurationException of(int status, HttpHeaders headers, String body) {
        String said = said(body);
        Optional<Duration> retryAfter = retryAfter(headers, Instant.now());
        ErrorCode code = code(status, retryAfter.isPresent(), said);
        String message = "the provider answers HTTP " + status;
        return code == ErrorCode.RATE_LIMITED || code == ErrorCode.OVERLOADED
                ? new MurmurationException(code, message, retryAfter.orElse(null))
                : new MurmurationException(code, message + hint(code));
    }

    /** What a 404 is of a model that has answered there: a proxy says so while what is behind it is put in place anew. */
    static MurmurationException away() {
        return new MurmurationException(
                ErrorCode.UNAVAILABLE, "the provider answers HTTP 404 for a model that has answered there before");
    }

    /** @param wait it says for how long to wait */
    private static ErrorCode code(int status, boolean wait, String said) {
        if (status == 402 || money(status, wait, said)) {
            return ErrorCode.BUDGET_SPENT;
        }
        boolean requestFault = status == 400 || status == 422;
        boolean tooMuch = (status == 429 || status == 500) && says(TOO_LARGE, said);
        if (status == 413 || tooMuch || (requestFault && says(TOO_LONG, said))) {
            return ErrorCode.CONTEXT_TOO_LONG;
        }
        if (status == 500 && says(GARBLED, said)) {
            return ErrorCode.MALFORMED_OUTPUT;
        }
        if ((requestFault || status == 403) && filtered(said)) {
            return ErrorCode.REFUSED;
        }
        if (requestFault && said.contains("organization has been disabled")) {
            return ErrorCode.AUTHENTICATION;
        }
        if (requestFault && says(NO_MODEL, said)) {
            return ErrorCode.INVALID_SPEC;
        }
        return switch (status) {
            case 401, 403 -> ErrorCode.AUTHENTICATION;
            case 404 -> ErrorCode.INVALID_SPEC;
            case 408, 409, 425 -> ErrorCode.UNAVAILABLE;
            case 429 -> ErrorCode.RATE_LIMITED;
            case 503, 529 -> ErrorCode.OVERLOADED;
            default -> status >= 500 ? ErrorCode.UNAVAILABLE : ErrorCode.INVALID_INPUT;
        };
    }

    private static boolean money(int status, boolean wait, String said) {
        return switch (status) {
            case 400, 403, 422 -> says(MONEY, said) || says(MONEY_BUT_IN_RATES, said);
            case 429 -> !wait && (says(MONEY_AS_A_RATE, said) || (!says(RATE, said) && says(MONEY, said)));
            default -> false;
        };
    }

    private static boolean filtered(String said) {
        return says(FILTERED, said) || (says(FLAGGED, said) && !said.contains("account"));
    }

    private static String hint(ErrorCode code) {
        return switch (code) {
            case INVALID_SPEC -> ": it knows no such model or address; look at model.name and model.baseUrl";
            case AUTHENTICATION -> ": it does not accept the key";
            case BUDGET_SPENT -> ": its spend limit is reached";
            default -> "";
        };
    }

    /** What an error says of itself, in lower case; nothing where it has another form, a page for instance. */
    private static String said(String body) {
        String said = body.strip().startsWith("<") ? "" : body;
        try {
            JsonNode answer = Json.mapper().readTree(body);
            JsonNode error = answer.path("error");
            JsonNode from = error.isObject() ? error : answer;
            said = String.join(
                    " ",
                    from.path("type").asText(),
                    from.path("code").asText(),
                    from.path("details").path("error_code").asText(),
                    error.isTextual() ? error.asText() : from.path("message").asText(),
                    from.path("message").path("error").asText(),
                    from.path("param").asText(),
                    detail(
                            from.has("detail")
                                    ? from.path("detail")
                                    : from.path("message").path("detail")));
        } catch (JsonProcessingException e) {
            // some servers use words alone
        }
        return said.substring(0, Math.min(said.length(), LOOKED_AT)).toLowerCase(Locale.ROOT);
    }

    /** Of faults as some servers list them: where in the request, and what; without the part of the request that they quote. */
    private static String detail(JsonNode detail) {
        StringBuilder said = new StringBuilder(detail.asText());
        for (JsonNode fault : detail) {
            fault.path("loc").forEach(at -> said.append(at.asText()).append('.'));
            said.append(' ').append(fault.path("msg").asText()).append(' ');
        }
        return said.toString();
    }

    private static boolean says(List<String> words, String said) {
        return words.stream().anyMatch(said::contains);
    }

    /** How long the provider wants to be left alone; bounded, since it is not us who says it. */
    static Optional<Duration> retryAfter(HttpHeaders headers, Instant now) {
        return headers.firstValue("retry-after-ms")
                .flatMap(millis -> seconds(millis).map(ms -> ms.dividedBy(1000)))
                .or(() -> headers.firstValue("retry-after")
                        .flatMap(after -> seconds(after).or(() -> until(after, now))))
                .filter(wait -> !wait.isNegative())
                .map(wait -> wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait);
    }

    private static Optional<Duration> seconds(String text) {
        try {
            return Optional.of(Duration.ofMillis(Math.round(Double.parseDouble(text.strip()) * 1000)));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<Duration> until(String date, Instant now) {
        try {
            return Optional.of(Duration.between(
                    now,
                    ZonedDateTime.parse(date.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant()));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
