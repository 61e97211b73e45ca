package murmuration.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FacetsTest {
    @Test
    void everyBuiltInFacetIsFoundByItsIdAndIsNoMetadata() {
        assertThat(Facets.builtIn())
                .extracting(Facet::id)
                .doesNotHaveDuplicates()
                .allSatisfy(id -> assertThat(id).matches(Facets.OWN_ID).doesNotMatch(Facets.IMPORTED_ID));
        assertThat(Facets.builtIn())
                .allSatisfy(facet -> assertThat(Facets.find(facet.id())).containsSame(facet));
        assertThat(Facets.find("mood")).isEmpty();
    }

    @Test
    void aMetadataKeyIsAFacetOfManyOpenValues() {
        assertThat(Facets.find("metadata.product"))
                .get()
                .isInstanceOfSatisfying(
                        Facet.Category.class,
                        facet -> assertThat(facet.open() && facet.multiple()).isTrue());
        assertThat(Facets.source(Facets.find("labels.intent").orElseThrow())).isEqualTo(Facets.Source.IMPORTED);
    }

    @Test
    void aMetadataKeyIsShortAndOfPlainCharacters() {
        assertThat(List.of("metadata.a", "labels.A-1.b_c", "metadata." + "k".repeat(64)))
                .allMatch(Facets::isImported);
        assertThat(List.of(
                        "metadata", "metadata.", "other.a", "metadata..a", "labels.a b", "metadata." + "k".repeat(65)))
                .noneMatch(Facets::isImported);
    }

    @Test
    void aModelIsAskedOnlyWhatNeitherShapeNorDataTell() {
        assertThat(Facets.builtIn())
                .filteredOn(facet -> Facets.source(facet) == Facets.Source.MODEL)
                .containsExactly(Facets.REQUEST, Facets.TASK, Facets.LANGUAGE, Facets.CONCERN);
        assertThat(Facets.source(new Facet.Flag("mood", "Is it merry?"))).isEqualTo(Facets.Source.MODEL);
    }
}
