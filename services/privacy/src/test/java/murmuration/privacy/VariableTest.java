package murmuration.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import murmuration.core.Facet;
import murmuration.core.Facets;
import org.junit.jupiter.api.Test;

class VariableTest {
    @Test
    void aRatingsBinsAreItsNumbers() {
        assertThat(binned(Facets.CONCERN))
                .isEqualTo(
                        new Variable.Binned("concern", List.of(2.0, 3.0, 4.0, 5.0), List.of("1", "2", "3", "4", "5")));
    }

    @Test
    void whatHasNoUpperBoundEndsInAnOpenBin() {
        assertThat(binned(Facets.TURNS).labels()).containsExactly("1", "2", "3–4", "5–8", "9+");
    }

    private static Variable.Binned binned(Facet facet) {
        return (Variable.Binned) Variable.of(facet).orElseThrow();
    }
}
