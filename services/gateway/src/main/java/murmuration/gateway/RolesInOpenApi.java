package murmuration.gateway;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import java.util.Optional;
import murmuration.gateway.access.Endpoints;
import murmuration.gateway.access.Role;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/** Puts into the OpenAPI document which role each operation takes, {@code x-role}, from the table that is enforced. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class RolesInOpenApi implements OASFilter {
    private static final String KEY = "key";
    private static final String SESSION = "session";

    @Override
    public void filterOpenAPI(OpenAPI document) {
        Components components = Optional.ofNullable(document.getComponents()).orElseGet(OASFactory::createComponents);
        components.addSecurityScheme(
                KEY,
                OASFactory.createSecurityScheme()
                        .type(SecurityScheme.Type.HTTP)
                        .scheme("bearer")
                        .description("An API key."));
        components.addSecurityScheme(
                SESSION,
                OASFactory.createSecurityScheme()
                        .type(SecurityScheme.Type.APIKEY)
                        .in(SecurityScheme.In.COOKIE)
                        .name(SessionResource.COOKIE)
                        .description("A browser's session."));
        document.setComponents(components);
        document.getPaths()
                .getPathItems()
                .forEach((path, item) ->
                        item.getOperations().forEach((method, operation) -> describe(path, method, operation)));
    }

    private static void describe(String path, PathItem.HttpMethod method, Operation operation) {
        Optional<Role> role = Endpoints.role(method.name(), path);
        operation.addExtension("x-role", role.map(Role::word).orElse("nobody"));
        operation.setSecurity(
                role.filter(Role.ANYONE::equals).isPresent()
                        ? List.of()
                        : List.of(
                                OASFactory.createSecurityRequirement().addScheme(KEY),
                                OASFactory.createSecurityRequirement().addScheme(SESSION)));
    }
}
