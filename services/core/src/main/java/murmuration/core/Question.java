package murmuration.core;

import java.util.List;
import java.util.Map;

/**
 * A question to a language model, by purpose and with typed inputs: a real model's adapter renders a prompt from them,
 * the offline model computes from them.
 *
 * @param <A> what answers it
 */
public sealed interface Question<A> {
    /** What it is asked for. */
    default Purpose purpose() {
        return switch ((Question<?>) this) {
            case Screen any -> Purpose.SCREEN;
            case Facets any -> Purpose.FACETS;
            case Name any -> Purpose.NAME;
            case Propose any -> Purpose.PROPOSE;
            case Deduplicate any -> Purpose.DEDUPLICATE;
            case Assign any -> Purpose.ASSIGN;
            case Rename any -> Purpose.RENAME;
            case Audit any -> Purpose.AUDIT;
        };
    }

    /** Asks the model's facets of one conversation: facet id → values (empty list: nothing to say). */
    record Facets(Conversation conversation, String transcript, List<Facet> facets)
            implements Question<Map<String, List<String>>> {
        public Facets {
            facets = List.copyOf(facets);
        }
    }

    /** Asks one yes or no of a conversation before anything else is asked. */
    record Screen(Conversation conversation, String transcript, String question) implements Question<Boolean> {}

    /**
     * Asks for a name and description of a cluster that tell it from what is near.
     *
     * @param inside summaries of the cluster, at most one per account while there are enough
     * @param outside the nearest summaries outside of it
     * @param background a sample of the whole run's summaries, the same for every cluster of a run
     * @param avoid claims that an earlier answer made and too few accounts support
     * @param support how many accounts must at least hold a claim; the review asks for some more, nobody knows how many
     */
    record Name(
            List<Summary> inside,
            List<Summary> outside,
            List<Summary> background,
            String criteria,
            List<String> avoid,
            int support)
            implements Question<Label> {
        public Name {
            inside = List.copyOf(inside);
            outside = List.copyOf(outside);
            avoid = List.copyOf(avoid);
        }
    }

    /**
     * Asks for names of parents of these clusters.
     *
     * @param clusters the neighborhood's clusters, then the nearest outside
     * @param wanted how many names; between half and one and a half times as many come back
     */
    record Propose(List<Child> clusters, int wanted) implements Question<List<String>> {
        public Propose {
            clusters = List.copyOf(clusters);
        }
    }

    /**
     * Asks to merge proposals that mean the same.
     *
     * @param proposals names with their unit vectors
     * @param wanted how many should remain
     */
    record Deduplicate(List<Candidate> proposals, int wanted) implements Question<List<String>> {
        public Deduplicate {
            proposals = List.copyOf(proposals);
        }
    }

    /**
     * Asks which parent a cluster belongs to.
     *
     * @param parents names in shuffled order, with vectors; the answer is one of the names
     */
    record Assign(Child cluster, List<Candidate> parents) implements Question<String> {
        public Assign {
            parents = List.copyOf(parents);
        }
    }

    /**
     * Asks for a parent's final name and description from its children.
     *
     * @param siblings names of the other parents, to be told apart from
     */
    record Rename(
            List<Child> children,
            List<Summary> inside,
            List<Summary> outside,
            List<String> siblings,
            List<String> avoid)
            implements Question<Label> {
        public Rename {
            children = List.copyOf(children);
            siblings = List.copyOf(siblings);
            avoid = List.copyOf(avoid);
        }
    }

    /** Asks how identifying a text is: 1 points at a person, 5 is only general (method.md, 10). */
    record Audit(Label text, String criteria) implements Question<Integer> {}

    /** A name and a description. */
    record Label(String name, String description) {
        /** As it is embedded. */
        public String text() {
            return name + ": " + description;
        }
    }

    /** A cluster as its parents' questions see it. */
    record Child(Label label, long conversations, float[] vector) {}

    /** A name with its unit vector. */
    record Candidate(String name, float[] vector) {}
}
