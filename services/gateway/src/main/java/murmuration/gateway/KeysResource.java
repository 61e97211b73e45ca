package murmuration.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.net.URI;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.gateway.access.KeyView;
import murmuration.gateway.access.Keys;
import murmuration.gateway.access.Principal;
import murmuration.gateway.access.Role;
import murmuration.gateway.access.SignedIn;
import murmuration.gateway.spec.Fault;
import murmuration.gateway.spec.Fields;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** API keys of a tenant; the operator, who has none, names it by {@code tenant}. */
@Path("/api/v1/keys")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "access")
@Blocking
public class KeysResource {
    private static final int LONGEST_NAME = 100;

    private final Keys keys;
    private final SignedIn signedIn;
    private final Bodies bodies;

    KeysResource(Keys keys, SignedIn signedIn, Bodies bodies) {
        this.keys = keys;
        this.signedIn = signedIn;
        this.bodies = bodies;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Makes a key, {name, role, expiresAt}: the answer is the only place where it can be read")
    @APIResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = KeyView.class)))
    public Response create(InputStream body, @QueryParam("tenant") @Nullable String tenant) {
        String of = tenant(tenant);
        JsonNode document = bodies.json(body);
        List<Fault> faults = new ArrayList<>();
        @Nullable String name;
        String role;
        Optional<Instant> expires;
        try (Fields fields = new Fields(document, faults)) {
            name = fields.text("name", LONGEST_NAME);
            role = fields.word("role", Role.WORDS, "");
            expires = expires(fields);
            if (!fields.has("name")) {
                fields.fault("name", "is required: who or what will use the key");
            }
            if (!fields.has("role")) {
                fields.fault("role", "is required, one of " + String.join(", ", Role.WORDS));
            }
        }
        if (name == null || !faults.isEmpty()) {
            return HttpErrors.faults(ErrorCode.INVALID_REQUEST, faults);
        }
        if (role.equals(Role.SAFETY.word()) && signedIn.principal().role() != Role.OPERATOR) {
            throw new MurmurationException(
                    ErrorCode.FORBIDDEN,
                    "only the operator's key makes keys of the role safety: whoever makes one more for themselves could"
                            + " approve what they have asked for");
        }
        Principal holder = new Principal(of, name, Role.valueOf(role.toUpperCase(Locale.ROOT)));
        KeyView made = keys.create(holder, signedIn.principal().name(), expires);
        return Response.created(URI.create("/api/v1/keys/" + made.id()))
                .entity(made)
                .header("Cache-Control", "no-store")
                .build();
    }

    @GET
    @Operation(summary = "The keys, newest first, without themselves; the revoked ones, too")
    public Items<KeyView> list(
            @QueryParam("tenant") @Nullable String tenant,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable Integer limit) {
        int most = Limits.within("limit", limit == null ? Limits.KEYS : limit, Limits.KEYS);
        return Items.page(keys.list(tenant(tenant), Limits.orEmpty(after), most + 1), most, KeyView::id);
    }

    @DELETE
    @Path("{id}")
    @Operation(summary = "Revokes a key and ends the sessions that were begun with it")
    public KeyView revoke(@PathParam("id") String id, @QueryParam("tenant") @Nullable String tenant) {
        return keys.revoke(tenant(tenant), id, signedIn.principal().name());
    }

    /** Whose keys: one's own tenant's; the operator's choice. */
    private String tenant(@Nullable String asked) {
        Principal who = signedIn.principal();
        if (who.role() == Role.OPERATOR) {
            if (asked != null && !Principal.isTenant(asked)) {
                throw Limits.refused("tenant is 1 to 63 of a-z, 0-9, '_' and '-', the first no sign");
            }
            return asked == null ? Principal.DEFAULT_TENANT : asked;
        }
        if (asked != null && !asked.equals(who.tenant())) {
            throw new MurmurationException(
                    ErrorCode.FORBIDDEN, "only the operator's key manages another tenant's keys");
        }
        return who.tenant();
    }

    /** The time to come of {@code expiresAt}; empty where there is none. */
    static Optional<Instant> expires(Fields fields) {
        @Nullable String time = fields.text("expiresAt", 40);
        if (time == null) {
            return Optional.empty();
        }
        try {
            Instant expires = OffsetDateTime.parse(time).toInstant();
            if (expires.isAfter(Instant.now())) {
                return Optional.of(expires);
            }
        } catch (DateTimeParseException e) {
            // said below
        }
        fields.fault("expiresAt", "is a time to come, like 2030-01-31T00:00:00Z");
        return Optional.empty();
    }
}
