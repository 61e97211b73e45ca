package murmuration.gateway;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.Optional;
import murmuration.gateway.access.Endpoints;
import murmuration.gateway.access.Role;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;

/**
 * Puts into the OpenAPI document what each operation answers where it is refused or fails: a {@link Problem}, under the statuses
 * that follow from its role and its path, and under any other.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class ProblemsInOpenApi implements OASFilter {
    @Override
    public void filterOpenAPI(OpenAPI document) {
        document.getPaths()
                .getPathItems()
                .forEach((path, item) -> item.getOperations()
                        .forEach((method, operation) -> describe(
                                path,
                                !Endpoints.role(method.name(), path).equals(Optional.of(Role.ANYONE))
                                        || (method == PathItem.HttpMethod.POST && path.endsWith("/session")),
                                operation.getResponses())));
    }

    /** @param key whether it is told who somebody is */
    private static void describe(String path, boolean key, APIResponses answers) {
        answers.addAPIResponse("400", problem("The request breaks a rule, which is told"));
        answers.addAPIResponse("403", problem("Refused for a role, a host or a site"));
        if (key) {
            answers.addAPIResponse("401", problem("Nobody is signed in; what to send is told"));
            answers.addAPIResponse("429", problem("Sign-in failed too often from this address"));
        }
        if (path.contains("{")) {
            answers.addAPIResponse("404", problem("There is no such thing, or it is another tenant's"));
        }
        answers.setDefaultValue(problem("Whatever else goes wrong; /docs/errors explains the codes"));
    }

    private static APIResponse problem(String description) {
        return OASFactory.createAPIResponse()
                .description(description)
                .content(OASFactory.createContent()
                        .addMediaType(
                                Problem.MEDIA_TYPE,
                                OASFactory.createMediaType()
                                        .schema(OASFactory.createSchema().ref("Problem"))));
    }
}
