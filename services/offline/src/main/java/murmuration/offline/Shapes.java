package murmuration.offline;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import murmuration.offline.Finding.Kind;

/** Personal data of fixed shape, with its checksum where it has one. */
final class Shapes {
    private static final Pattern EMAIL = Pattern.compile(
            "[\\p{L}\\d._%+-]{1,64}(?:@|\\s?[(\\[]at[)\\]]\\s?)[\\p{L}\\d-]{1,63}(?:\\.[\\p{L}\\d-]{1,63}){1,5}");
    private static final Pattern URL = Pattern.compile(
            "\\b(?:(?:https?|ftp)://|www\\.)[^\\s<>\"'\\])]{2,500}"
                    + "|\\b[a-z\\d][a-z\\d-]{0,62}(?:\\.[a-z\\d-]{1,63}){0,3}\\.(?:com|org|net|edu|gov|mil|info|biz|io|co|dev|app|ai|me|tv|uk|de|fr|es|it|nl|pl|ru|jp|cn|kr|br|in|eu|us|ca|au|ch|at)\\b(?:/[^\\s<>\"']{0,500})?",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern IP = Pattern.compile(
            "(?<![\\d.])(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)\\.){3}(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?!\\d|\\.\\d)"
                    + "|(?<![\\p{XDigit}:])(?:\\p{XDigit}{1,4}:){7}\\p{XDigit}{1,4}(?![\\p{XDigit}:])"
                    + "|(?<![\\p{XDigit}:])(?:\\p{XDigit}{1,4}:){2,6}:(?:\\p{XDigit}{1,4}(?::\\p{XDigit}{1,4}){0,4})?(?![\\p{XDigit}:])");
    private static final Pattern IBAN =
            Pattern.compile("(?<![A-Za-z\\d])[A-Za-z]{2}\\d{2}(?:[ -]?[A-Za-z\\d]){11,30}(?![A-Za-z\\d])");
    private static final Pattern CARD = Pattern.compile("(?<![\\d-])\\d(?:[ -]?\\d){11,18}(?![\\d-])");
    private static final Pattern SECRET = Pattern.compile(
            "\\b(?:sk|pk|rk)[-_][A-Za-z\\d_-]{16,}|\\bgh[pousr]_[A-Za-z\\d]{20,}|\\b(?:AKIA|ASIA)[A-Z\\d]{16}\\b|\\bxox[abeprs]-[A-Za-z\\d-]{10,}"
                    + "|\\bAIza[A-Za-z\\d_-]{30,}|\\beyJ[A-Za-z\\d_-]{10,}\\.[A-Za-z\\d_-]{5,}(?:\\.[A-Za-z\\d_-]*)?|-----BEGIN [A-Z ]*PRIVATE KEY-----"
                    + "|\\b(?=[A-Za-z\\d+/_-]*\\d)(?=[A-Za-z\\d+/_-]*[a-z])(?=[A-Za-z\\d+/_-]*[A-Z])[A-Za-z\\d+/_-]{28,}={0,2}|\\b[a-f\\d]{32,}\\b"
                    + "|\\b(?:password|passwd|passcode|api key|secret|token)(?: is|:|=) ?((?=\\S*\\d)[^\\s,;]{6,})");
    private static final String DATE =
            "(?:\\d{4}[-./]\\d{1,2}[-./]\\d{1,2}|\\d{1,2}[-./]\\d{1,2}[-./](?:19|20)?\\d{2}|\\d{1,2}\\.?(?:st|nd|rd|th)? (?:de )?\\p{L}{3,12}\\.?,? (?:de )?(?:19|20)\\d{2}|\\p{L}{3,9}\\.? \\d{1,2}(?:st|nd|rd|th)?,? (?:19|20)\\d{2}|\\d{4}年\\d{1,2}月\\d{1,2}日?|\\d{4}년 ?\\d{1,2}월 ?\\d{1,2}일?)";
    private static final Pattern BORN = Pattern.compile(
            "(?:born|birth|\\bdob\\b|birthday|geboren|geburt|née? (?:le|à)|\\bur\\.|naissance|nac[ií]|nasci|nat[oa] (?:il|el)|\\bnat[oa]\\b|nascita|nacimiento|geboorte|urodz|рожд|родил|出生|生日|生年月日|生まれ|생년월일|태어|출생)[^\\n]{0,24}?("
                    + DATE + ")|(" + DATE + ")[^\\n\\d]{0,8}(?:生まれ|出生|생|geboren)",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    private static final int SECRET_LENGTH = 18;

    private Shapes() {}

    static void find(String text, List<Finding> found) {
        long digits = text.chars().filter(Character::isDigit).count();
        if (text.indexOf('@') >= 0 || text.contains("at)") || text.contains("at]")) {
            match(EMAIL, Kind.EMAIL, text, found, m -> true);
        }
        if (text.indexOf('.') >= 0 || text.indexOf('/') >= 0) {
            match(URL, Kind.URL, text, found, m -> true);
        }
        if (longestRun(text) >= SECRET_LENGTH
                || text.contains("pass")
                || text.contains("key")
                || text.contains("token")) {
            match(SECRET, Kind.SECRET, text, found, m -> true);
        }
        if (digits >= 1) {
            match(IP, Kind.IP, text, found, m -> true);
            NationalIds.findCued(text, found);
        }
        if (digits >= 5) {
            match(BORN, Kind.DATE_OF_BIRTH, text, found, m -> true);
            NationalIds.find(text, found);
            ibans(text, found);
        }
        if (digits >= 12) {
            match(CARD, Kind.CARD, text, found, Shapes::isCard);
        }
    }

    /** What a pattern finds; where it has groups, the one that took part. */
    static void match(Pattern pattern, Kind kind, String text, List<Finding> found, Predicate<String> holds) {
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            int group = 0;
            for (int i = 1; i <= matcher.groupCount(); i++) {
                group = matcher.start(i) >= 0 ? i : group;
            }
            if (holds.test(matcher.group(group))) {
                found.add(new Finding(kind, matcher.start(group), matcher.end(group)));
            }
        }
    }

    /** What follows an account number may look like its letters, so that each beginning of a match is tried. */
    private static void ibans(String text, List<Finding> found) {
        Matcher matcher = IBAN.matcher(text);
        while (matcher.find()) {
            for (int end = matcher.end(); end - matcher.start() >= 15; end--) {
                if (endsGroup(text, end) && isIban(text.substring(matcher.start(), end))) {
                    found.add(new Finding(Kind.IBAN, matcher.start(), end));
                    break;
                }
            }
        }
    }

    /** Whether a group of an account number ends here: at a boundary, after digits or capitals. */
    private static boolean endsGroup(String text, int end) {
        char last = text.charAt(end - 1);
        boolean boundary =
                end == text.length() || !Character.isLetterOrDigit(text.charAt(end)) || text.charAt(end) > 0x7F;
        return boundary && (Character.isDigit(last) || Character.isUpperCase(last));
    }

    private static int longestRun(String text) {
        int longest = 0;
        int run = 0;
        for (int i = 0; i < text.length(); i++) {
            run = Character.isWhitespace(text.charAt(i)) ? 0 : run + 1;
            longest = Math.max(longest, run);
        }
        return longest;
    }

    /** ISO 13616: the first four characters moved to the end, letters as numbers, the rest of a division by 97 is 1. */
    static boolean isIban(String text) {
        String plain = text.replaceAll("[ -]", "");
        if (plain.length() < 15 || plain.length() > 34) {
            return false;
        }
        String moved = plain.substring(4) + plain.substring(0, 4);
        int rest = 0;
        for (int i = 0; i < moved.length(); i++) {
            int value = Character.digit(moved.charAt(i), 36);
            rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
        }
        return rest == 1;
    }

    /** ISO 7812: Luhn's sum is a multiple of ten. */
    static boolean isCard(String text) {
        String digits = text.replaceAll("[ -]", "");
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = Character.digit(digits.charAt(digits.length() - 1 - i), 10);
            int doubled = i % 2 == 0 ? digit : digit * 2;
            sum += doubled > 9 ? doubled - 9 : doubled;
        }
        return sum % 10 == 0 && sum > 0;
    }
}
