package murmuration.offline;

import com.google.i18n.phonenumbers.PhoneNumberMatch;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.Leniency;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import murmuration.offline.Finding.Kind;

/** Telephone numbers: international ones, those of North America, and what is written after a word for it. */
final class Phones {
    private static final int LEAST_DIGITS = 7;
    private static final int TRIES = 50;
    private static final String EXTENSION = "(?: ?(?:x|ext\\.?) ?\\d{1,6})?";
    private static final Pattern CUED = Pattern.compile(
            "(?:phone|call|mobile|cell|tel|fax|whatsapp|telefon|handy|t\u00e9l\u00e9phone|tel\u00e9fono|telefone|telefono|telefoon|\u0442\u0435\u043b\u0435\u0444\u043e\u043d|\u7535\u8bdd|\u624b\u673a|\u96fb\u8a71|\uc804\ud654)[^\\d\\n+(]{0,24}\\n?[^\\d\\n+(]{0,4}(\\+?[\\d(][\\d\\s().x/-]{6,24}\\d)"
                    + "|((?:\\(\\d{2,4}\\) ?\\d{3,4}[- .]?\\d{3,4}|(?<![\\d./-])0\\d{1,4}[ /.-]\\d{2,4}(?:[ .-]?\\d{2,4}){1,4}|(?<![\\d./-])\\d{3}[-.]\\d{3,4}[-.]\\d{4})"
                    + EXTENSION + ")",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    private static final Pattern DATE = Pattern.compile(
            "(?:(?:19|20)\\d{2}([./-])\\d{1,2}\\1\\d{1,2}|\\d{1,2}([./-])\\d{1,2}\\2(?:19|20)?\\d{2})(?:\\s.*)?",
            Pattern.DOTALL);
    private static final PhoneNumberUtil NUMBERS = PhoneNumberUtil.getInstance();

    private Phones() {}

    static void find(String text, List<Finding> found) {
        if (text.chars().filter(Character::isDigit).count() < LEAST_DIGITS) {
            return;
        }
        for (PhoneNumberMatch match : NUMBERS.findNumbers(text, "US", Leniency.VALID, TRIES)) {
            found.add(new Finding(Kind.PHONE, match.start(), match.end()));
        }
        Matcher matcher = CUED.matcher(text);
        while (matcher.find()) {
            int group = matcher.group(1) == null ? 2 : 1;
            if (!DATE.matcher(matcher.group(group)).matches()) {
                found.add(new Finding(Kind.PHONE, matcher.start(group), matcher.end(group)));
            }
        }
    }
}
