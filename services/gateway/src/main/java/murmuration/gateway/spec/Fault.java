package murmuration.gateway.spec;

/**
 * Something wrong with a document.
 *
 * @param pointer where, as a JSON pointer (RFC 6901); empty for the whole
 * @param detail the rule that is broken; never a value that may be somebody's words
 */
public record Fault(String pointer, String detail) {}
