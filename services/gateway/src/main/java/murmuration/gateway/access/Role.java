package murmuration.gateway.access;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What somebody may do. From the viewer to the administrator, each may do what those before it may; the operator and safety
 * may do one thing each, which no other role may.
 */
public enum Role {
    /** Who has not signed in. */
    ANYONE,
    /** Reads published aggregates, and how runs stand. */
    VIEWER,
    /** Imports data sets, starts and steers runs. */
    ANALYST,
    /** Approves and erases. */
    STEWARD,
    /** Makes and revokes keys of the tenant. */
    ADMIN,
    /** Makes and revokes keys of every tenant, and sees no data. */
    OPERATOR,
    /** Asks for safety runs, approves those of others, reads what they found; nothing else. */
    SAFETY;

    /** The roles that a person or a program may be given. */
    public static final List<Role> GIVEN = List.of(VIEWER, ANALYST, STEWARD, ADMIN, SAFETY);

    /** Their words. */
    public static final List<String> WORDS = GIVEN.stream().map(Role::word).toList();

    /** Whether this role may do what another is needed for. */
    public boolean may(Role needed) {
        return switch (this) {
            case SAFETY -> needed == ANYONE || needed == SAFETY;
            case OPERATOR -> needed == ANYONE || needed == ADMIN;
            default -> compareTo(needed) >= 0;
        };
    }

    /** How people write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The role of a word, one of those that may be given. */
    static Role of(String word) {
        return Stream.of(values())
                .filter(role -> GIVEN.contains(role) && role.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("not a role"));
    }
}
