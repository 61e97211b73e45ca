package murmuration.offline;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import opennlp.tools.postag.POSModel;
import opennlp.tools.postag.POSTagFormat;
import opennlp.tools.postag.POSTaggerME;

/** Parts of speech of English words, by OpenNLP's model of the Universal Dependencies' English Web Treebank. Thread-safe. */
final class Tagger {
    private static final POSModel MODEL = load();
    private static final ThreadLocal<POSTaggerME> TAGGER =
            ThreadLocal.withInitial(() -> new POSTaggerME(MODEL, POSTagFormat.UD));

    private Tagger() {}

    /** One tag per word: NOUN, VERB, ADJ … */
    static String[] tag(List<String> words) {
        return TAGGER.get().tag(words.toArray(String[]::new));
    }

    private static POSModel load() {
        try (InputStream in = Resources.open("opennlp-en-ud-ewt-pos-1.3-2.5.4.bin")) {
            return new POSModel(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
