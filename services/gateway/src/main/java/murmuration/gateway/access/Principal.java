package murmuration.gateway.access;

import static murmuration.core.MurmurationException.require;

import java.util.regex.Pattern;

/** Who asks: whose data, under which name, and what they may do. */
public record Principal(String tenant, String name, Role role) {
    /** The tenant where nothing names another. */
    public static final String DEFAULT_TENANT = "default";

    /** It becomes part of paths and of names in stores, some of which know no capital letters. */
    private static final Pattern TENANT = Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}");

    /** Who works on this machine where there is no sign-in. */
    static final Principal LOCAL = new Principal(DEFAULT_TENANT, "local", Role.ADMIN);

    public Principal {
        require(isTenant(tenant), "a tenant's name is 1 to 63 of a-z, 0-9, '_' and '-', the first no sign");
    }

    /** Whether this may be a tenant's name. */
    public static boolean isTenant(String name) {
        return TENANT.matcher(name).matches();
    }
}
