package murmuration.core;

/**
 * The clustered text facet's value of one conversation, with whose it is, so that accounts can be counted.
 *
 * @param account a number that stands for the account inside one question; equal numbers are one account
 */
public record Summary(String text, int account) {}
