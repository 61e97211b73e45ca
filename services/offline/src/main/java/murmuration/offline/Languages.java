package murmuration.offline;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.Character.UnicodeScript;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import murmuration.core.Role;
import murmuration.core.Turn;
import opennlp.tools.langdetect.Language;
import opennlp.tools.langdetect.LanguageDetectorME;
import opennlp.tools.langdetect.LanguageDetectorModel;

/** Which human languages a user writes, as full English names: by script, by frequent words, else by OpenNLP's detector. Thread-safe. */
final class Languages {
    static final String UNKNOWN = "unknown";

    private static final int READ = 400;
    private static final int LETTERS = 24;
    private static final double LEAST = 0.018;
    private static final double CLEAR = 1.2;
    /** So much of a text must be frequent English words that it is English without asking further. */
    private static final double ENGLISH = 0.8;
    /** The detector knows 183 languages, and takes short texts for rare neighbors of common ones; only these are told apart. */
    private static final Set<String> TOLD_APART = Set.of(
            "eng spa fra deu ita por nld swe dan nob nno fin est lav lit pol ces slk slv hrv srp bul mkd rus ukr bel ron hun ell tur aze kaz uzb heb ara pes urd hin ben mar guj pan tam tel kan mal sin nep tha lao khm mya vie ind jav tgl swa hau yor zul xho afr cat eus glg isl gle cym sqi hye kat amh som"
                    .split(" "));

    private static final Map<String, String> NAMES = names();
    private static final LanguageDetectorModel MODEL = load();
    private static final ThreadLocal<LanguageDetectorME> DETECTOR =
            ThreadLocal.withInitial(() -> new LanguageDetectorME(MODEL));

    private Languages() {}

    /** The languages of the user's turns in the order of their appearance; {@link #UNKNOWN} where none is certain. */
    static List<String> of(List<Turn> turns) {
        Set<String> found = new LinkedHashSet<>();
        StringBuilder all = new StringBuilder();
        for (Turn turn : turns) {
            if (turn.role() == Role.USER) {
                of(turn.text()).ifPresent(found::add);
                all.append(turn.text(), 0, Math.min(READ, turn.text().length())).append('\n');
            }
        }
        if (found.isEmpty()) {
            found.add(of(all.toString()).orElse(UNKNOWN));
        }
        return List.copyOf(found);
    }

    /** The language of a text, if it is certain. */
    static Optional<String> of(String text) {
        String read = text.substring(0, Math.min(READ, text.length()));
        Optional<String> byScript = byScript(read);
        if (byScript.isPresent()) {
            return byScript;
        }
        if (english(read)) {
            return Optional.of("English");
        }
        return read.codePoints().filter(Character::isLetter).count() < LETTERS ? Optional.empty() : detected(read);
    }

    /** Scripts that one language uses; kana before Chinese characters, since Japanese has both. */
    private static Optional<String> byScript(String text) {
        int han = 0;
        int kana = 0;
        int hangul = 0;
        int letters = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isLetter(c)) {
                letters++;
                UnicodeScript script = c < 0x1100 ? UnicodeScript.COMMON : UnicodeScript.of(c);
                han += script == UnicodeScript.HAN ? 1 : 0;
                kana += script == UnicodeScript.HIRAGANA || script == UnicodeScript.KATAKANA ? 1 : 0;
                hangul += script == UnicodeScript.HANGUL ? 1 : 0;
            }
        }
        if (hangul * 3 > letters) {
            return Optional.of("Korean");
        }
        if ((han + kana) * 3 > letters) {
            return Optional.of(kana * 10 > han + kana ? "Japanese" : "Chinese");
        }
        return Optional.empty();
    }

    private static boolean english(String text) {
        List<String> words = Words.tokenize(text);
        long common = words.stream().filter(PublicWords::isCommon).count();
        long function = words.stream().filter(PublicWords::isFunctionWord).count();
        return words.size() >= 2 && common >= ENGLISH * words.size() && (function > 0 || common == words.size());
    }

    /** The best, if it is clear of the next; nearness counts, since over 183 languages each probability is small. */
    private static Optional<String> detected(String text) {
        double best = 0;
        double next = 0;
        String name = "";
        for (Language language : DETECTOR.get().predictLanguages(text)) {
            String candidate = TOLD_APART.contains(code(language)) ? NAMES.getOrDefault(code(language), "") : "";
            if (candidate.isEmpty() || candidate.equals(name)) {
                continue;
            }
            if (language.getConfidence() > best) {
                next = best;
                best = language.getConfidence();
                name = candidate;
            } else {
                next = Math.max(next, language.getConfidence());
            }
        }
        return best >= LEAST && best >= CLEAR * next ? Optional.of(name) : Optional.empty();
    }

    private static String code(Language language) {
        return switch (language.getLang()) {
            case "ekk" -> "est";
            case "lvs" -> "lav";
            case "pnb" -> "pan";
            case "zlm" -> "msa";
            case "npi" -> "nep";
            default -> language.getLang();
        };
    }

    private static Map<String, String> names() {
        Map<String, String> names = new HashMap<>();
        for (String code : Locale.getISOLanguages()) {
            Locale locale = Locale.of(code);
            names.put(locale.getISO3Language(), locale.getDisplayLanguage(Locale.ENGLISH));
        }
        names.put("pes", "Persian");
        names.put("nob", "Norwegian");
        names.put("nno", "Norwegian");
        names.put("tgl", "Filipino");
        return Map.copyOf(names);
    }

    private static LanguageDetectorModel load() {
        try (InputStream in = Resources.open("langdetect-183.bin")) {
            return new LanguageDetectorModel(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
