package murmuration.extraction.shards;

import static murmuration.core.MurmurationException.require;

import java.util.UUID;
import java.util.regex.Pattern;

/** Which data set, of which tenant. */
public record DatasetKey(String tenant, UUID id) {
    private static final Pattern TENANT = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,63}");

    public DatasetKey {
        require(isTenant(tenant), "a tenant's name has letters, digits, '.', '_' and '-', at most 64");
    }

    /** Whether this may be a tenant's name: it becomes part of keys and paths. */
    public static boolean isTenant(String name) {
        return TENANT.matcher(name).matches();
    }
}
