package murmuration.offline;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import murmuration.offline.Finding.Kind;

/** Names of people where they stand as such: after a title, after "my name is", or known ones in a row. */
final class PersonNames {
    private static final String CAPITAL = "\\p{Lu}[\\p{L}'\u2019-]+";
    private static final String FULL = CAPITAL + "(?:(?: (?:" + String.join("|", NameRows.PARTICLES)
            + ")){0,2} (?:\\p{Lu}\\.? )?" + CAPITAL + "){0,3}";
    private static final Pattern CUED = Pattern.compile(
            "(?:\\b(?:Mr|Mrs|Ms|Miss|Dr|Prof|Herr|Frau|Se\u00f1or|Se\u00f1ora|Monsieur|Madame|Signor|Signora|Pan|Pani)\\b\\.? "
                    + "|\\b(?:[Mm]y (?:(?:first|last|full|maiden) )?name is|[Nn]ame's|I am called|[Ii]ch hei\u00dfe|[Mm]ein Name ist|[Jj]e m'appelle|[Mm]e llamo|[Mm]i nombre es|[Mm]i chiamo|[Mm]eu nome \u00e9|[Cc]hamo-me|[Mm]e chamo|[Mm]ijn naam is|[Ii]k heet|[Nn]azywam si\u0119) "
                    + "|[\u041c\u043c]\u0435\u043d\u044f \u0437\u043e\u0432\u0443\u0442 )(" + FULL + ")");
    /** After these something else may follow as well, so that the first word must be somebody's name. */
    private static final Pattern HINTED = Pattern.compile(
            "\\b(?:[Nn]ame(?: is|:)|[Cc]alls? me|[Cc]alled me|I am|I'm|[Tt]his is|[Dd]ear|[Rr]egards,|[Ss]incerely,|[Ii]ch bin|[Jj]e suis|[Ss]oy|[Ss]ono|[Ss]ou|[Ii]k ben|[Jj]estem)\\s+("
                    + FULL + ")");

    private static final Pattern SMALL =
            Pattern.compile("\\b(?:my name is|my name's|calls? me|i am called) (\\p{Ll}[\\p{L}'\u2019-]+)");

    private PersonNames() {}

    static void find(String text, List<Finding> found) {
        if (text.contains("my name") || text.contains("call")) {
            small(text, found);
        }
        if (text.chars().skip(1).noneMatch(c -> Character.isUpperCase(c) || c > 0x2E80)) {
            return;
        }
        Matcher cued = CUED.matcher(text);
        while (cued.find()) {
            found.add(new Finding(Kind.NAME, cued.start(1), cued.end(1)));
        }
        List<Token> tokens = Token.scan(text);
        if (tokens.stream().anyMatch(NameRows::opensName)) {
            hinted(text, found);
            NameRows.find(tokens, found);
        }
        EastAsianNames.find(text, found);
    }

    private static void small(String text, List<Finding> found) {
        Matcher small = SMALL.matcher(text);
        while (small.find()) {
            if (Names.ofPerson(small.group(1)) && !AuditWords.isGeneral(small.group(1))) {
                found.add(new Finding(Kind.NAME, small.start(1), small.end(1)));
            }
        }
    }

    private static void hinted(String text, List<Finding> found) {
        Matcher hinted = HINTED.matcher(text);
        while (hinted.find()) {
            if (NameRows.opensName(Token.scan(hinted.group(1)).getFirst())) {
                found.add(new Finding(Kind.NAME, hinted.start(1), hinted.end(1)));
            }
        }
    }
}
