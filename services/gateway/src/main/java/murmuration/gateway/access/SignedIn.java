package murmuration.gateway.access;

import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;

/** Who asks in the request that is being answered. */
@RequestScoped
public class SignedIn {
    private Optional<Principal> principal = Optional.empty();

    /** Who asks; AUTHENTICATION where nobody has signed in. */
    public Principal principal() {
        return principal.orElseThrow(() -> new MurmurationException(ErrorCode.AUTHENTICATION, "nobody has signed in"));
    }

    /** Who asks, where somebody has signed in. */
    public Optional<Principal> known() {
        return principal;
    }

    /** Says who asks; once, before the endpoint is reached. */
    public void is(Optional<Principal> who) {
        principal = who;
    }
}
