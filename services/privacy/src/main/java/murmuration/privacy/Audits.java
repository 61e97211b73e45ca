package murmuration.privacy;

import java.util.function.Predicate;
import murmuration.core.Facet;
import murmuration.core.RunSpec;
import murmuration.runtime.Assignment;

/** Makes the audit of a run: its model, its threshold, the detectors. */
record Audits(Models models, Predicate<String> personalData) {
    Audit of(Assignment run) {
        return new Audit(models.of(run), personalData, run.spec().privacy().threshold());
    }

    /** What the clustered facet asks for, by which its clusters' texts are judged. */
    static String criteria(RunSpec spec) {
        return spec.facets().stream()
                .filter(facet -> facet.id().equals(spec.cluster().facet()))
                .map(facet -> facet instanceof Facet.Text text ? text.criteria() : facet.question())
                .findFirst()
                .orElse("");
    }
}
