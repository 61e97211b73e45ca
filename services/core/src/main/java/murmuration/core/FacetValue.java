package murmuration.core;

/**
 * One facet's answer for one conversation; a facet with several values has several.
 *
 * @param facet the facet's id
 * @param value the answer: text as it is, a number in its shortest decimal form, a flag as {@code yes} or {@code no}
 */
public record FacetValue(String facet, String value) {}
