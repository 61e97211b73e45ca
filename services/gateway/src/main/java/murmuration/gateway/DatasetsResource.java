package murmuration.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import murmuration.core.ErrorCode;
import murmuration.core.Facets;
import murmuration.core.MurmurationException;
import murmuration.gateway.spec.Fault;
import murmuration.gateway.spec.Fields;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Data sets: imported from an allow-listed place or from an upload, listed, deleted, rid of an account. */
@Path("/api/v1/datasets")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "datasets")
@Blocking
public class DatasetsResource {
    /** What a source may be said to be. */
    public static final List<String> FORMATS =
            List.of("auto", "canonical", "shared", "openai", "sharegpt", "lmsys", "wildchat");

    private static final int MOST_PARTS = 200;
    private static final int MOST_KEYS = 100;
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_ACCOUNT = 10_000;
    private static final Predicate<String> KEY =
            Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}").asMatchPredicate();

    private final Runs runs;
    private final Uploads uploads;
    private final Bodies bodies;

    DatasetsResource(Runs runs, Uploads uploads, Bodies bodies) {
        this.runs = runs;
        this.uploads = uploads;
        this.bodies = bodies;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Imports a source under an allow-listed root: {name, source: {uri}, format, metadataKeys}")
    @APIResponse(
            responseCode = "202",
            description = "The data set, IMPORTING",
            content = @Content(schema = @Schema(implementation = DatasetView.class)))
    @APIResponse(
            responseCode = "200",
            description = "The data set of the same name and content that was there already",
            content = @Content(schema = @Schema(implementation = DatasetView.class)))
    public Response create(InputStream body, @HeaderParam("Idempotency-Key") @Nullable String key) {
        JsonNode document = bodies.json(body);
        List<Fault> faults = new ArrayList<>();
        Runs.Source source;
        try (Fields fields = new Fields(document, faults)) {
            source = source(fields, idempotency(key));
        }
        return faults.isEmpty() ? accepted(source) : HttpErrors.faults(ErrorCode.INVALID_REQUEST, faults);
    }

    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Operation(
            summary =
                    "Imports uploaded files as one data set; fields name, format, metadataKeys and file (both repeatable)")
    @APIResponse(
            responseCode = "202",
            description = "The data set, IMPORTING",
            content = @Content(schema = @Schema(implementation = DatasetView.class)))
    @APIResponse(
            responseCode = "200",
            description = "The data set of the same name and content that was there already",
            content = @Content(schema = @Schema(implementation = DatasetView.class)))
    public Response upload(
            InputStream body,
            @HeaderParam("Content-Type") String contentType,
            @HeaderParam("Idempotency-Key") @Nullable String key) {
        try (UploadForm form = new UploadForm()) {
            Multipart parts = new Multipart(body, contentType);
            for (Optional<Multipart.Part> part = parts.next(); part.isPresent(); part = parts.next()) {
                form.take(part.get());
            }
            return form.accepted(idempotency(key));
        }
    }

    @GET
    @Operation(summary = "Data sets, newest first")
    public Items<DatasetView> list(
            @QueryParam("after") @Nullable String after, @QueryParam("limit") @Nullable Integer limit) {
        int most = Limits.page(limit, Limits.LIST);
        List<DatasetView> read = runs.datasets(Limits.orEmpty(after), most + 1).stream()
                .map(DatasetView::of)
                .toList();
        return Items.page(read, most, DatasetView::id);
    }

    @GET
    @Path("{id}")
    @Operation(summary = "One data set, by id or name")
    public DatasetView one(@PathParam("id") String id) {
        return DatasetView.of(runs.dataset(id));
    }

    @DELETE
    @Path("{id}")
    @Operation(summary = "Deletes a data set with everything derived from it; answers what was removed where")
    @APIResponse(responseCode = "200", description = "Store → items removed")
    @APIResponse(
            responseCode = "202",
            description = "It takes longer and goes on by itself: the data set, DELETING until all is gone")
    public Response delete(@PathParam("id") String id) {
        return runs.delete(id)
                .map(removed -> Response.ok(Map.of("removed", new TreeMap<>(removed))))
                .orElseGet(() -> {
                    DatasetView half = DatasetView.of(runs.dataset(id));
                    return Response.accepted(half).location(URI.create("/api/v1/datasets/" + half.id()));
                })
                .build();
    }

    @POST
    @Path("{id}/erasures")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary =
                    "Erases an account from a data set and from all that was made of it: {accountId}, as the source names it; answers what was removed where")
    @APIResponse(responseCode = "200", description = "Store → items removed, exactly")
    public Response eraseAccount(@PathParam("id") String id, InputStream body) {
        JsonNode document = bodies.json(body);
        List<Fault> faults = new ArrayList<>();
        String account;
        try (Fields fields = new Fields(document, faults)) {
            account = account(fields);
        }
        return faults.isEmpty()
                ? Response.ok(Map.of("removed", new TreeMap<>(runs.eraseAccount(id, account))))
                        .build()
                : HttpErrors.faults(ErrorCode.INVALID_REQUEST, faults);
    }

    /** The id as it is, spaces too: it is another person's otherwise. */
    private static String account(Fields fields) {
        JsonNode given = fields.node("accountId");
        String account = given.isTextual() || given.isIntegralNumber() ? given.asText() : "";
        if (account.isBlank() || account.length() > LONGEST_ACCOUNT) {
            fields.fault(
                    "accountId",
                    "is the account's id in the source, a text of 1 to " + LONGEST_ACCOUNT + " characters");
        }
        return account;
    }

    private Response accepted(Runs.Source source) {
        DatasetView made = DatasetView.of(runs.create(source));
        // an import that is over is one that was there before
        return Response.status(made.state().equals("IMPORTING") ? Response.Status.ACCEPTED : Response.Status.OK)
                .entity(made)
                .location(URI.create("/api/v1/datasets/" + made.id()))
                .build();
    }

    private static Runs.Source source(Fields fields, String key) {
        String name = fields.text("name", LONGEST_NAME);
        String format = fields.word("format", FORMATS, "auto");
        List<String> keys = fields.texts("metadataKeys", MOST_KEYS, DatasetsResource::isKey, "is a metadata key");
        String uri;
        try (Fields source = fields.inside("source")) {
            uri = source.text("uri", 2_000);
            if (!source.has("uri")) {
                source.fault("uri", "is required");
            }
        }
        if (!fields.has("name")) {
            fields.fault("name", "is required");
        }
        if (uri != null && uri.startsWith("upload:")) {
            // what was staged belongs to the request that sent it
            fields.fault("source", "is a path under an allowed root; send a file as multipart/form-data");
        }
        return new Runs.Source(Limits.orEmpty(name), Limits.orEmpty(uri), format, keys, key);
    }

    private static boolean isKey(String key) {
        return KEY.test(key) || Facets.isImported(key);
    }

    static String idempotency(@Nullable String key) {
        if (key == null) {
            return UUID.randomUUID().toString();
        }
        if (key.isBlank() || key.length() > 200) {
            throw Limits.refused("Idempotency-Key is 1 to 200 characters");
        }
        return key;
    }

    /** What has been read of an upload so far; fields may stand before or after the files. */
    private final class UploadForm implements AutoCloseable {
        private String name = "";
        private String format = "auto";
        private final List<String> keys = new ArrayList<>();
        private final List<Fault> faults = new ArrayList<>();
        private Uploads.@Nullable Upload files;
        private int parts;

        void take(Multipart.Part part) {
            if (++parts > MOST_PARTS) {
                throw new MurmurationException(ErrorCode.TOO_LARGE, "an upload has at most " + MOST_PARTS + " parts");
            }
            String file = part.fileName();
            switch (part.name()) {
                case "name" -> name = part.text().strip();
                case "format" -> format = part.text().strip();
                case "metadataKeys" -> key(part.text().strip());
                case "file" -> file(file == null ? "" : file, part);
                default -> fault("", "there is a part that is none of name, format, metadataKeys and file");
            }
        }

        private void key(String key) {
            if (isKey(key) && keys.size() < MOST_KEYS) {
                keys.add(key);
            } else {
                fault("/metadataKeys", "is a metadata key, at most " + MOST_KEYS + " of them");
            }
        }

        private void file(String fileName, Multipart.Part part) {
            if (fileName.chars().anyMatch(Character::isISOControl)) {
                fault("/file", "has a name on one line");
                return;
            }
            Uploads.Upload open = files == null ? uploads.begin() : files;
            files = open;
            open.send(fileName, part.content());
        }

        private void fault(String pointer, String rule) {
            faults.add(new Fault(pointer, rule));
        }

        Response accepted(String key) {
            if (name.isEmpty() || name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
                fault("/name", "is a text of 1 to " + LONGEST_NAME + " characters on one line");
            }
            if (!FORMATS.contains(format)) {
                fault("/format", "is " + String.join(", ", FORMATS));
            }
            Uploads.Upload sent = files;
            if (sent == null && faults.isEmpty()) {
                fault("/file", "is required");
            }
            return sent != null && faults.isEmpty()
                    ? DatasetsResource.this.accepted(new Runs.Source(name, sent.end(), format, keys, key))
                    : HttpErrors.faults(ErrorCode.INVALID_REQUEST, faults);
        }

        @Override
        public void close() {
            if (files != null) {
                files.close();
            }
        }
    }
}
