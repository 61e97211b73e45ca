package murmuration.offline;

import java.util.Set;

/** Names of people, places and organizations, lower-case, each by its single words. */
final class Names {
    private static final Set<String> PEOPLE = Resources.words("people.txt");
    private static final Set<String> PLACES = Resources.words("places.txt");

    private Names() {}

    static boolean ofPerson(String word) {
        return PEOPLE.contains(word);
    }

    /** Whether a lower-case word is part of any name that we know. */
    static boolean any(String word) {
        return PEOPLE.contains(word) || PLACES.contains(word);
    }
}
