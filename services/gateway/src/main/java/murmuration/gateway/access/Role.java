package murmuration.gateway.access;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What somebody may do; each may do what those before it may, but for the operator, who manages keys and nothing else. */
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
    OPERATOR;

    /** The roles that a person or a program may be given. */
    public static final List<Role> GIVEN = List.of(VIEWER, ANALYST, STEWARD, ADMIN);

    /** Their words. */
    public static final List<String> WORDS = GIVEN.stream().map(Role::word).toList();

    /** Whether this role may do what another is needed for. */
    public boolean may(Role needed) {
        return needed == ANYONE || (this == OPERATOR ? needed == ADMIN : compareTo(needed) >= 0);
    }

    /** How people write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The role of a word; VIEWER, ANALYST, STEWARD or ADMIN. */
    static Role of(String word) {
        return Stream.of(values())
                .filter(role -> GIVEN.contains(role) && role.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("not a role"));
    }
}
