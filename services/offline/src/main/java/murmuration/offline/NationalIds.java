package murmuration.offline;

import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import murmuration.offline.Finding.Kind;

/** Numbers that a state, or who keeps customers, gives to one person: by their shape, their checksum, or a word before them. */
final class NationalIds {
    /** Shapes that nothing else has: US, Brazil, Korea, Britain, Italy, Russia. */
    private static final Pattern SHAPED = Pattern.compile(
            "(?<![\\d-])((?!000|666|9\\d\\d)\\d{3}[- ](?!00)\\d{2}[- ](?!0000)\\d{4})(?![\\d-])"
                    + "|\\b(\\d{3}\\.\\d{3}\\.\\d{3}-\\d{2}|\\d{6}-[1-4]\\d{6}|\\d{3}-\\d{3}-\\d{3} \\d{2})\\b"
                    + "|\\b([A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\\d{2} ?\\d{2} ?\\d{2} ?[A-D]|[A-Z]{6}\\d{2}[A-EHLMPR-T]\\d{2}[A-Z]\\d{3}[A-Z])\\b",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern SPANISH =
            Pattern.compile("\\b(?:\\d{8}|[XYZ]\\d{7})-?[A-Z]\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern CHINESE = Pattern.compile("(?<!\\d)[1-9]\\d{5}(?:19|20)\\d{9}[\\dXx](?!\\d)");
    private static final Pattern ELEVEN = Pattern.compile("(?<![\\d-])\\d{11}(?![\\d-])");
    private static final Pattern TWELVE = Pattern.compile("(?<![\\d-])\\d{12}(?![\\d-])");
    private static final Pattern FRENCH =
            Pattern.compile("(?<!\\d)[12] ?\\d{2} ?(?:0[1-9]|1[0-2]) ?(?:\\d{2}|2[AB]) ?\\d{3} ?\\d{3} ?\\d{2}(?!\\d)");

    /** A word and a number: COVID-19, not a number of somebody's. */
    private static final String NAMED = "(?!\\p{L}+-\\d{1,5}\\b)";

    private static final Pattern CUED = Pattern.compile(
            "\\b(?:passport|driver'?s? licen[cs]e|licen[cs]e|social security|ssn|tax id|id|identity card|national id|insurance|member|customer|employee|patient)\\b(?: (?:number|no\\.?|id|card))?(?: is|:|=| #)? ?#?"
                    + NAMED + "((?=[A-Z\\d-]*\\d)[A-Z\\d][A-Z\\d-]{5,})\\b"
                    + "|(?:\\b(?:order|booking|reservation|confirmation|invoice|account|policy|case|ticket|tracking|reference)\\b"
                    + "|ausweis|reisepass|steuer-id|bestellung|(?:kunden|bestell|versicherungs|vertrags)nummer|passeport|num\u00e9ro de|commande|pasaporte|pedido|\\bdni\\b|\\bcpf\\b|passaporto|passaporte|codice fiscale|ordine|paspoort|\\bbsn\\b|bestelling|paszport|pesel|zam\u00f3wieni|\u043f\u0430\u0441\u043f\u043e\u0440\u0442|\u0437\u0430\u043a\u0430\u0437|\\b\u0438\u043d\u043d\\b|\u0441\u043d\u0438\u043b\u0441|\u62a4\u7167|\u8ba2\u5355|\u8eab\u4efd\u8bc1|\u65c5\u5238|\u6ce8\u6587|\uc5ec\uad8c|\uc8fc\ubb38)"
                    + "[^\\d\\n.,;:A-Z]{0,16}[:#]? ?(?-i:" + NAMED
                    + "((?=[A-Z\\d-]*\\d)[A-Z\\d][A-Z\\d-]{5,})(?![A-Za-z]))",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    private static final Pattern CODE =
            Pattern.compile("(?<![A-Za-z\\d-])(?=[A-Za-z-]{0,40}\\d)[A-Za-z\\d][A-Za-z\\d-]{5}");

    private static final int[] POLISH = {1, 3, 7, 9, 1, 3, 7, 9, 1, 3};
    private static final int[] CHINESE_WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    private static final int[] RUSSIAN = {3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8};

    private NationalIds() {}

    static void find(String text, List<Finding> found) {
        match(SHAPED, text, found, id -> true);
        match(SPANISH, text, found, NationalIds::isSpanish);
        match(CHINESE, text, found, NationalIds::isChinese);
        match(ELEVEN, text, found, id -> isBrazilian(id) || isPolish(id));
        match(TWELVE, text, found, NationalIds::isRussian);
        match(FRENCH, text, found, NationalIds::isFrench);
    }

    /** What follows a word for such a number. */
    static void findCued(String text, List<Finding> found) {
        // far cheaper than the words, and most texts have none
        if (CODE.matcher(text).find()) {
            match(CUED, text, found, id -> true);
        }
    }

    private static void match(Pattern pattern, String text, List<Finding> found, Predicate<String> holds) {
        Shapes.match(pattern, Kind.NATIONAL_ID, text, found, holds);
    }

    /** DNI and NIE: the rest of a division by 23 chooses the letter. */
    static boolean isSpanish(String id) {
        String plain = id.replace("-", "").toUpperCase(Locale.ROOT);
        int letter = plain.length() - 1;
        String number =
                plain.substring(0, letter).replace('X', '0').replace('Y', '1').replace('Z', '2');
        return "TRWAGMYFPDXBNJZSQVHLCKE".charAt(Integer.parseInt(number) % 23) == plain.charAt(letter);
    }

    /** GB 11643: ISO 7064, MOD 11-2. */
    static boolean isChinese(String id) {
        return "10X98765432".charAt(sum(id, CHINESE_WEIGHTS) % 11) == Character.toUpperCase(id.charAt(17));
    }

    /** CPF: two digits, each by MOD 11 of what stands before it. */
    static boolean isBrazilian(String id) {
        if (id.chars().distinct().count() == 1) {
            return false;
        }
        for (int length = 9; length <= 10; length++) {
            int sum = 0;
            for (int i = 0; i < length; i++) {
                sum += digit(id, i) * (length + 1 - i);
            }
            if (sum * 10 % 11 % 10 != digit(id, length)) {
                return false;
            }
        }
        return true;
    }

    /** PESEL: begins with a date of birth, whose month tells the century, and ends with a check digit. */
    static boolean isPolish(String id) {
        int month = Integer.parseInt(id.substring(2, 4)) % 20;
        int day = Integer.parseInt(id.substring(4, 6));
        boolean date = month >= 1 && month <= 12 && day >= 1 && day <= 31;
        return date && (10 - sum(id, POLISH) % 10) % 10 == digit(id, 10);
    }

    /** INN of a person: two check digits. */
    static boolean isRussian(String id) {
        int[] first = java.util.Arrays.copyOfRange(RUSSIAN, 1, RUSSIAN.length);
        return sum(id, first) % 11 % 10 == digit(id, 10) && sum(id, RUSSIAN) % 11 % 10 == digit(id, 11);
    }

    /** NIR: the key is 97 less the rest of a division by 97; Corsica's departments count as 19 and 18. */
    static boolean isFrench(String id) {
        String plain = id.replace(" ", "").replace("2A", "19").replace("2B", "18");
        long number = Long.parseLong(plain.substring(0, 13));
        return 97 - number % 97 == Long.parseLong(plain.substring(13));
    }

    private static int sum(String id, int[] weights) {
        int sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += digit(id, i) * weights[i];
        }
        return sum;
    }

    private static int digit(String id, int at) {
        return Character.digit(id.charAt(at), 10);
    }
}
