package murmuration.core;

import java.util.List;

/** Turns texts into unit vectors. */
public interface Embedder {
    /** Which model, for the manifest; vectors of two models never mix. */
    Model model();

    /** One unit vector per text, in the order of the texts; the same text always gives the same bits to a run. */
    Matrix embed(List<String> texts);

    /**
     * An embedding model.
     *
     * @param revision a digest of its weights; empty where its provider tells none
     * @param dimension length of its vectors
     * @param pooling how a text's vector comes from its words'; empty where its provider does not tell
     */
    record Model(String id, String revision, int dimension, String pooling) {}
}
