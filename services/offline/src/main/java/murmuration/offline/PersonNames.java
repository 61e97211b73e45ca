package murmuration.offline;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import murmuration.offline.Finding.Kind;

/** Names of people where they stand as such: after a title, after "my name is", or two known ones in a row. */
final class PersonNames {
    private static final String CAPITAL = "\\p{Lu}[\\p{L}'\u2019-]+";
    private static final Pattern CUED = Pattern.compile(
            "(?:\\b(?:Mr|Mrs|Ms|Miss|Dr|Prof|Herr|Frau|Se\u00f1or|Se\u00f1ora|Monsieur|Madame|Signor|Signora|Pan|Pani)\\b\\.? "
                    + "|\\b(?:[Mm]y name is|[Nn]ame'?s|I am called|[Ii]ch hei\u00dfe|[Mm]ein Name ist|[Jj]e m'appelle|[Mm]e llamo|[Mm]i nombre es|[Mm]i chiamo|[Mm]eu nome \u00e9|[Cc]hamo-me|[Mm]e chamo|[Mm]ijn naam is|[Ii]k heet|[Nn]azywam si\u0119) "
                    + "|[\u041c\u043c]\u0435\u043d\u044f \u0437\u043e\u0432\u0443\u0442 )(" + CAPITAL + "(?: " + CAPITAL
                    + "){0,3})"
                    + "|(?:\u6211\u53eb|\u6211\u7684\u540d\u5b57\u662f|\u540d\u524d\u306f|\uc81c \uc774\ub984\uc740 )([\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}\\p{IsHangul}\u00b7]{2,6}(?: [\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}]{1,6})?)");

    private PersonNames() {}

    static void find(String text, List<Finding> found) {
        if (text.chars().skip(1).noneMatch(c -> Character.isUpperCase(c) || c > 0x2E80)) {
            return;
        }
        Matcher matcher = CUED.matcher(text);
        while (matcher.find()) {
            int group = matcher.group(1) == null ? 2 : 1;
            found.add(new Finding(Kind.NAME, matcher.start(group), matcher.end(group)));
        }
        inRow(text, found);
    }

    private static void inRow(String text, List<Finding> found) {
        List<Token> tokens = Token.scan(text);
        int i = 0;
        while (i < tokens.size()) {
            int end = i;
            boolean telling = false;
            while (end < tokens.size()
                    && couldBeName(tokens.get(end))
                    && (end == i || adjacent(tokens.get(end - 1), tokens.get(end)))) {
                telling |= onlyName(tokens.get(end));
                end++;
            }
            if (end - i >= 2 && end - i <= 4 && telling) {
                found.add(new Finding(
                        Kind.NAME, tokens.get(i).start(), tokens.get(end - 1).end()));
            }
            i = Math.max(end, i + 1);
        }
    }

    private static boolean couldBeName(Token token) {
        boolean shaped = token.kind() == Token.Kind.WORD
                && token.capitalized()
                && token.text().length() > 1
                && !token.text().equals(token.text().toUpperCase(java.util.Locale.ROOT));
        return shaped
                && (Names.ofPerson(token.lower())
                        || !(PublicWords.isCommon(token.lower()) || Names.any(token.lower())));
    }

    private static boolean onlyName(Token token) {
        return Names.ofPerson(token.lower()) && !PublicWords.isCommon(token.lower());
    }

    private static boolean adjacent(Token first, Token second) {
        return second.start() == first.end() + 1;
    }
}
