package murmuration.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import murmuration.core.Digest;
import murmuration.runs.v1.CreateDatasetRequest;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PublishedSchema.class)
class GatewayIT {
    private static final String PUBLISHED = "/api/v1/runs/" + PublishedSchema.RUN;

    @Test
    void treeIsNestedAndTagged() {
        Response answer = given().get(PUBLISHED + "/tree");
        answer.then()
                .statusCode(200)
                .body("notes[0]", equalTo("made from made-up data"))
                .body("conversations", equalTo(800))
                .body("clusters[0].name", equalTo("Programming"))
                .body("clusters[0].children.name", hasItems("Fixing <b>bugs</b>"))
                .body("clusters[1].id", equalTo("base3"))
                .body("breakdowns[0].cells[0].share", equalTo(0.75f));
        given().header("If-None-Match", answer.header("ETag"))
                .get(PUBLISHED + "/tree")
                .then()
                .statusCode(304);
        given().header("If-None-Match", "W/" + answer.header("ETag"))
                .get(PUBLISHED + "/tree")
                .then()
                .statusCode(304)
                .header("ETag", equalTo(answer.header("ETag")));
        given().get(PUBLISHED + "/tree?depth=1")
                .then()
                .body("clusters[0].children", hasSize(0))
                .body("clusters[0].more", equalTo(2));
    }

    @Test
    void whoeverWorksHereWithoutSignInHasNoSafetyRuns() {
        String one = "/api/v1/safety-runs/" + ScriptedRuns.RUNNING;
        for (String path : List.of("/api/v1/safety-runs", one, one + "/clusters", one + "/clusters/base1")) {
            given().get(path).then().statusCode(403).body("detail", containsString("takes the role safety"));
        }
    }

    @Test
    void theManifestIsACanonicalDocumentUnderItsSum() {
        Response answer = given().get(PUBLISHED + "/manifest");
        answer.then().statusCode(200).contentType(ContentType.JSON);
        assertThat(answer.asString()).isEqualTo("{\"seed\":7}");
        // sha256sum of these ten bytes
        String sum = "beced1fe696351bb996169a4f1987ca19b5f52f37c7ef3071f9c044cf3580bfc";
        assertThat(answer.header("ETag")).isEqualTo("\"" + sum + "\"");
        given().header("If-None-Match", answer.header("ETag"))
                .get(PUBLISHED + "/manifest")
                .then()
                .statusCode(304);
        given().get(PUBLISHED + "/tree").then().body("manifestDigest", equalTo(sum));
        given().get(PUBLISHED + "/export?format=json").then().body("run", not(hasKey("manifestDigest")));
    }

    @Test
    void aReplayUnderAnotherKeySaysWhatItCannotCompare() {
        given().get("/api/v1/runs/" + PublishedSchema.REPLAY + "/replay")
                .then()
                .statusCode(200)
                .body("replayOf", equalTo(PublishedSchema.RUN))
                .body("identical", equalTo(false))
                .body("sameResult", equalTo(true))
                .body("calls", equalTo(0))
                .body("differences.what", equalTo(List.of("deploymentKey")))
                .body("unknown.what", equalTo(List.of("code", "stages")));
        given().get(PUBLISHED + "/replay").then().statusCode(409);
    }

    @Test
    void twoRunsStandSideBySide() {
        Response answer = given().get(PUBLISHED + "/compare/" + PublishedSchema.LATER);
        answer.then()
                .statusCode(200)
                .body("a.name", equalTo("week 47"))
                .body("b.notes[0]", equalTo("made from other made-up data"))
                .body("rows.change", equalTo(List.of("NEW", "GONE", "GONE", "MATCHED")))
                .body("rows.level", everyItem(equalTo(0)))
                .body("rows[3].a.name", equalTo("Fixing <b>bugs</b>"))
                .body("rows[3].b.share", equalTo(0.6f))
                .body("rows[0]", not(hasKey("a")))
                .body("notes[0]", startsWith("Only one of the runs has level 1"));
        given().header("If-None-Match", answer.header("ETag"))
                .get(PUBLISHED + "/compare/" + PublishedSchema.LATER)
                .then()
                .statusCode(304);
        given().get("/api/v1/runs/" + PublishedSchema.LATER + "/compare/" + PublishedSchema.RUN)
                .then()
                .header("ETag", not(equalTo(answer.header("ETag"))))
                .body("rows.change", equalTo(List.of("NEW", "NEW", "GONE", "MATCHED")));
        String none = "0199aaaa-0000-7000-8000-00000000ffff";
        problem(given().get(PUBLISHED + "/compare/" + none), 404);
        problem(given().get("/api/v1/runs/" + none + "/compare/" + PublishedSchema.RUN), 404);
        problem(given().get(PUBLISHED + "/compare/x"), 404);
    }

    @Test
    void theAuditIsPagedVerifiedAndSigned() {
        String next = given().get("/api/v1/audit?run=" + ScriptedRuns.RUNNING + "&limit=2")
                .then()
                .statusCode(200)
                .body("items.sequence", equalTo(List.of(1, 2)))
                .body("items[0].at", equalTo("2025-11-24T16:00:00.000123Z"))
                .body("items[0].who", equalTo("local"))
                .body("items[1]", not(hasKey("who")))
                .body("items[0].run", equalTo(ScriptedRuns.RUNNING))
                .body("items[0].digests.spec", equalTo("abc"))
                .extract()
                .path("next");
        given().get("/api/v1/audit?limit=2&after=" + next)
                .then()
                .body("items.sequence", equalTo(List.of(3)))
                .body("$", not(hasKey("next")));
        given().get("/api/v1/audit?after=x").then().statusCode(400);
        given().contentType("application/json")
                .body("{}")
                .post("/api/v1/audit/verify")
                .then()
                .statusCode(200)
                .body("whole", equalTo(false))
                .body("head", equalTo("local"))
                .body("fault.kind", equalTo("TRUNCATED"))
                .body("fault.sequence", equalTo(3))
                .body("fault.checkpoint", equalTo(1))
                .body("fault", not(hasKey("other")));
        String hash = "ab".repeat(32);
        given().contentType("application/json")
                .body("{}")
                .post("/api/v1/audit/verify?atLeast=7:" + hash)
                .then()
                .statusCode(200)
                .body("fault.kind", equalTo("CUT_BACK"))
                .body("fault.sequence", equalTo(7));
        for (String wrong : List.of("7", "7:", "0:" + hash, "x:" + hash, "7:" + hash + "a")) {
            String asked = "/api/v1/audit/verify?atLeast=" + wrong;
            problem(given().contentType("application/json").body("{}").post(asked), 400);
        }
        given().get("/api/v1/audit/checkpoints")
                .then()
                .body("publicKey", equalTo("key"))
                .body("items[0].sequence", equalTo(3));
    }

    @Test
    void clustersArePagedSearchedAndSorted() {
        String next = given().get(PUBLISHED + "/clusters?level=0&limit=2&sort=size")
                .then()
                .body("items.id", equalTo(List.of("base1", "base2")))
                .extract()
                .path("next");
        given().queryParam("after", next)
                .get(PUBLISHED + "/clusters?level=0&limit=2&sort=size")
                .then()
                .body("items.id", equalTo(List.of("base3")))
                .body("next", nullValue());
        given().queryParam("q", "100% letters")
                .get(PUBLISHED + "/clusters")
                .then()
                .body("items.id", equalTo(List.of("base3")));
        given().queryParam("facet", "language:French")
                .get(PUBLISHED + "/clusters?sort=facet")
                .then()
                .body("items[0].id", equalTo("base3"))
                .body("items[0].facetShare", equalTo(0.75f));
        given().get(PUBLISHED + "/clusters?limit=100000")
                .then()
                .statusCode(400)
                .body("code", equalTo("INVALID_REQUEST"));
        given().get(PUBLISHED + "/clusters?sort=name&after=" + next).then().statusCode(400);
    }

    @Test
    void clusterHasBreakdownsBreadcrumbTimeLineAndNearest() {
        given().get(PUBLISHED + "/clusters/base1")
                .then()
                .statusCode(200)
                .body("name", equalTo("Fixing <b>bugs</b>"))
                .body("breadcrumb.name", equalTo(List.of("Programming")))
                .body("nearest.id", equalTo(List.of("base2")))
                .body("breakdowns[0].cells[0].share", equalTo(0.75f))
                .body("breakdowns[0].cells[0].baseShare", equalTo(0.75f))
                .body("timeline[0].start", equalTo("2025-11-17"));
        given().get(PUBLISHED + "/clusters/none").then().statusCode(404).body("code", equalTo("NOT_FOUND"));
    }

    @Test
    void exportsAsLongFormThatNoSpreadsheetComputes() {
        String csv = given().get(PUBLISHED + "/export?format=csv")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        assertThat(csv)
                .startsWith(
                        "level,cluster_id,cluster_name,facet,variable,value,conversations,accounts_band,date_start,date_end\r\n")
                .contains("0,base2,'=SUM(A1),cluster,size,,200,25–49,,\r\n")
                .contains("0,base1,Fixing <b>bugs</b>,time,week,2025-11-17,400,50–99,2025-11-17,2025-11-23\r\n")
                .contains(",,,language,value,English,600,100–199,,\r\n");
        given().get(PUBLISHED + "/export")
                .then()
                .statusCode(200)
                .body("clusters", hasSize(4))
                .body("run.resultDigest", equalTo("abc123"));
        given().get(PUBLISHED + "/export?format=parquet")
                .then()
                .statusCode(400)
                .body("detail", containsString("json, csv"));
    }

    @Test
    void startsARunOfYamlAndFillsTheSpec() {
        given().contentType("application/yaml")
                .header("Idempotency-Key", "k1")
                .body("dataset: sample\nfacets: [language]\n".getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/runs")
                .then()
                .statusCode(201)
                .header("Location", containsString("/api/v1/runs/" + ScriptedRuns.RUNNING))
                .body("spec.minimums.profile", equalTo("SMALL"))
                .body("spec.facets.id", equalTo(List.of("language", "request")));
        given().contentType(ContentType.JSON)
                .header("Idempotency-Key", "k1")
                .body("{\"dataset\": \"sample\", \"seed\": 8}")
                .post("/api/v1/runs")
                .then()
                .statusCode(409)
                .body("code", equalTo("CONFLICT"));
    }

    @Test
    void listsEveryFaultOfASpec() {
        given().contentType(ContentType.JSON)
                .body("{\"dataset\": \"nobody's\", \"sede\": 1, \"minimums\": {\"conversations\": 3, \"accounts\": 2}}")
                .post("/api/v1/runs")
                .then()
                .statusCode(422)
                .contentType(Problem.MEDIA_TYPE)
                .body("type", equalTo("/docs/errors#INVALID_SPEC"))
                .body("errors.pointer", hasItems("/dataset", "/sede", "/minimums/conversations", "/minimums/accounts"))
                .body("errors.detail", hasItem(containsString("did you mean seed?")))
                .body(not(containsString("nobody")));
        given().contentType("application/yaml")
                .body("dataset: sample\nscreen: {question: 'Is it wanted?'}\n".getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/runs")
                .then()
                .statusCode(422)
                .body("errors.pointer", equalTo(List.of("/screen")));
    }

    @Test
    void saysWhatARunWouldComeToAndWhatThisAssumes() {
        given().contentType(ContentType.JSON)
                .body("{\"dataset\": \"sample\", \"model\": {\"provider\": \"openai\", \"name\": \"gpt-4.1\"}}")
                .post("/api/v1/runs/estimate")
                .then()
                .statusCode(200)
                .body("dataset.name", equalTo("sample"))
                .body("conversations", equalTo(2000))
                .body("calls", equalTo(2150))
                .body("inputTokens", equalTo(1_500_000))
                .body("usd", equalTo(1.25f))
                .body("seconds", equalTo(215))
                .body("assumes", hasItem("Prices are those of 2025-11-25."))
                .body(
                        "assumes",
                        hasItem(containsString(
                                "A call takes 2.0 s, since none was measured here; up to 20 are under way")))
                .body("assumes", hasItem(containsString("about 200 of its conversations")));
        given().contentType("application/yaml")
                .body("dataset: sample\nmodel: {provider: openai, name: of-my-own}\n".getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/runs/estimate")
                .then()
                .statusCode(200)
                .body("usd", nullValue())
                .body("assumes", hasItem("A model has no price in the table of 2025-11-25."));
        given().contentType(ContentType.JSON)
                .body(
                        "{\"dataset\": \"sample\", \"model\": {\"provider\": \"openai\", \"name\": \"gpt-4.1\", \"batch\": true}}")
                .post("/api/v1/runs/estimate")
                .then()
                .statusCode(200)
                .body("seconds", nullValue())
                .body("assumes", hasItem(containsString("take up to a day")));
        given().contentType(ContentType.JSON)
                .body("{\"dataset\": \"sample\"}")
                .post("/api/v1/runs/estimate")
                .then()
                .body("calls", equalTo(0))
                .body("usd", equalTo(0.0f))
                .body("seconds", nullValue());
        given().contentType(ContentType.JSON)
                .body("{\"dataset\": \"nobody's\", \"sede\": 1}")
                .post("/api/v1/runs/estimate")
                .then()
                .statusCode(422)
                .body("errors.pointer", hasItems("/dataset", "/sede"));
    }

    @Test
    void watchesARunAfterAVersion() {
        String events = given().header("Last-Event-ID", "6")
                .get("/api/v1/runs/" + ScriptedRuns.RUNNING + "/events")
                .then()
                .statusCode(200)
                .contentType(startsWith("text/event-stream"))
                .extract()
                .asString();
        assertThat(events.lines().filter(line -> line.startsWith("id:"))).containsExactly("id:7", "id:8");
        assertThat(events).contains("event:run").contains("\"state\":\"PUBLISHED\"");
        given().get("/api/v1/runs/0199aaaa-0000-7000-8000-00000000ffff/events")
                .then()
                .statusCode(404);
    }

    @Test
    void aRunCountsOnlyTheWorkThatGoesOn() {
        given().get("/api/v1/runs/" + ScriptedRuns.RUNNING)
                .then()
                .body("stages.state", equalTo(List.of("DONE", "RUNNING")))
                .body("stages.done", equalTo(Arrays.asList(null, 500)))
                .body("stages.total", equalTo(Arrays.asList(null, 1933)))
                .body("stages[1].outcomes", equalTo(List.of("OK", "TOO_LONG")));
        String end = given().header("Last-Event-ID", "7")
                .get("/api/v1/runs/" + ScriptedRuns.RUNNING + "/events")
                .asString();
        assertThat(end)
                .contains("PUBLISHED", "TOO_LONG")
                .doesNotContain("\"done\"", "\"total\"", "1933", "2003", "483");
    }

    @Test
    void aDatasetIsCountedRoundly() {
        String sample = given().get("/api/v1/datasets/sample")
                .then()
                .body("conversations", equalTo(2000))
                .body("accounts", equalTo(50))
                .body("formats", equalTo(List.of("shared")))
                .body("quarantined", equalTo(Map.of("no turns", 3)))
                .extract()
                .asString();
        assertThat(sample).doesNotContain("2003", "2006", "withoutAccount");
    }

    @Test
    void steersARun() {
        given().contentType(ContentType.JSON)
                .body("{}")
                .post("/api/v1/runs/" + ScriptedRuns.RUNNING + "/pause")
                .then()
                .statusCode(200)
                .body("state", equalTo("PAUSED"));
        given().contentType(ContentType.JSON)
                .body("{}")
                .post("/api/v1/runs/" + ScriptedRuns.RUNNING + "/approve")
                .then()
                .statusCode(409);
    }

    @Test
    void setsARunsBudget() {
        String budget = "/api/v1/runs/" + ScriptedRuns.RUNNING + "/budget";
        given().contentType(ContentType.JSON)
                .body("{\"usd\": 2.5}")
                .patch(budget)
                .then()
                .statusCode(200)
                .body("cost.usd", equalTo(1.25f))
                .body("cost.usage[0].stage", equalTo("EXTRACT"))
                .body("cost.answers.purpose", contains("FACETS", "NAME"))
                .body("cost.answers.asked", contains(20, 0))
                .body("cost.answers.stored", contains(980, 40));
        for (String wrong : List.of("{}", "{\"usd\": -1}", "{\"usd\": \"five\"}", "{\"usd\": 1, \"eur\": 1}")) {
            given().contentType(ContentType.JSON)
                    .body(wrong)
                    .patch(budget)
                    .then()
                    .statusCode(400)
                    .body(
                            "detail",
                            equalTo(
                                    "the body is {\"usd\": …}, a number from 0 to 1,000,000,000, or null for no budget"));
        }
    }

    @Test
    void streamsAnUploadThroughToExtraction() {
        byte[] file = new byte[3_000_000];
        new Random(7).nextBytes(file);
        given().multiPart("name", "mine")
                .multiPart("metadataKeys", "metadata.product")
                .multiPart("file", "mine.jsonl", file)
                .post("/api/v1/datasets")
                .then()
                .statusCode(202)
                .body("state", equalTo("IMPORTING"))
                .body("accounts", equalTo(50))
                .body("progress", equalTo(2000));
        Digest sum = new Digest();
        for (byte one : file) {
            sum.add((long) one);
        }
        assertThat(CountingUploads.BYTES).hasValue(file.length);
        assertThat(CountingUploads.NAMES).containsExactly("mine.jsonl");
        assertThat(CountingUploads.digest).isEqualTo(sum.hex());
        CreateDatasetRequest created =
                ScriptedRuns.CREATED.getOrDefault("mine", CreateDatasetRequest.getDefaultInstance());
        assertThat(created.getUri()).isEqualTo("upload:1");
        assertThat(created.getMetadataKeysList()).containsExactly("metadata.product");
    }

    @Test
    void severalFilesAreOneUpload() {
        given().multiPart("file", "b.jsonl", new byte[100_000])
                .multiPart("file", "a.jsonl", new byte[5])
                .multiPart("name", "both")
                .post("/api/v1/datasets")
                .then()
                .statusCode(202);
        assertThat(CountingUploads.NAMES).containsExactly("b.jsonl", "a.jsonl");
        assertThat(CountingUploads.BYTES).hasValue(100_005);
        assertThat(ScriptedRuns.CREATED
                        .getOrDefault("both", CreateDatasetRequest.getDefaultInstance())
                        .getUri())
                .isEqualTo("upload:1");
    }

    @Test
    void anUploadThatIsRefusedIsTakenBack() throws InterruptedException {
        given().multiPart("file", "a.jsonl", new byte[5])
                .post("/api/v1/datasets")
                .then()
                .statusCode(400)
                .body("errors.pointer", hasItem("/name"));
        assertThat(CountingUploads.TAKEN_BACK.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void refusesUploadsItCannotRead() {
        given().multiPart("name", "mine")
                .post("/api/v1/datasets")
                .then()
                .statusCode(400)
                .body("errors.pointer", hasItem("/file"));
        given().contentType("multipart/form-data; boundary=x")
                .body("--x\r\nContent-Disp".getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/datasets")
                .then()
                .statusCode(400);
        given().contentType("multipart/form-data")
                .body(new byte[0])
                .post("/api/v1/datasets")
                .then()
                .statusCode(400);
    }

    @Test
    void takesADatasetByUriAndRefusesStagedFilesOfOthers() {
        given().contentType(ContentType.JSON)
                .body("{\"name\": \"here\", \"source\": {\"uri\": \"week.jsonl\"}, \"format\": \"auto\"}")
                .post("/api/v1/datasets")
                .then()
                .statusCode(202);
        given().contentType(ContentType.JSON)
                .body("{\"name\": \"there\", \"source\": {\"uri\": \"upload:1\"}, \"fromat\": 1}")
                .post("/api/v1/datasets")
                .then()
                .statusCode(400)
                .body("errors.pointer", hasItems("/source", "/fromat"));
        given().get("/api/v1/datasets?limit=1")
                .then()
                .body("items", hasSize(1))
                .body("next", equalTo(PublishedSchema.DATASET));
        given().contentType(ContentType.JSON)
                .delete("/api/v1/datasets/" + PublishedSchema.DATASET)
                .then()
                .statusCode(200)
                .body("removed.shards", equalTo(1));
        given().contentType(ContentType.JSON)
                .delete("/api/v1/datasets/" + ScriptedRuns.DELETING)
                .then()
                .statusCode(202)
                .header("Location", containsString("/api/v1/datasets/" + ScriptedRuns.DELETING))
                .body("state", equalTo("DELETING"));
    }

    @Test
    void anAccountIsErasedByItsIdAsItIs() {
        String erasures = "/api/v1/datasets/" + PublishedSchema.DATASET + "/erasures";
        given().contentType(ContentType.JSON)
                .body("{\"accountId\": \" somebody \"}")
                .post(erasures)
                .then()
                .statusCode(200)
                .body("removed.conversations", equalTo(1));
        for (String nobody : new String[] {"{}", "{\"accountId\": \" \"}", "{\"accountId\": [\"somebody\"]}"}) {
            given().contentType(ContentType.JSON)
                    .body(nobody)
                    .post(erasures)
                    .then()
                    .statusCode(400)
                    .body("errors.pointer", hasItems("/accountId"))
                    .body(not(containsString("somebody")));
        }
    }

    @Test
    void everyErrorIsAProblem() {
        problem(given().get("/api/v1/nothing"), 404);
        problem(given().get("/nothing"), 404);
        problem(given().contentType(ContentType.JSON).put("/api/v1/runs"), 405);
        problem(given().contentType(ContentType.JSON).body("{").post("/api/v1/runs"), 400);
        problem(given().contentType(ContentType.JSON).body("{\"a\":1,\"a\":2}").post("/api/v1/runs"), 400);
        problem(given().contentType("text/plain").body("x").post("/api/v1/runs"), 415);
        problem(
                given().contentType(ContentType.JSON)
                        .body("[\"" + "x".repeat(1 << 20) + "\"]")
                        .post("/api/v1/runs"),
                413);
        problem(given().get("/api/v1/runs?limit=0"), 400);
        problem(given().get("/api/v1/runs/not-an-id/tree"), 404);
        problem(given().accept("application/xml").get("/api/v1/runs"), 406);
        problem(given().header("If-Match", "\"other\"").get(PUBLISHED + "/tree"), 412);
        problem(given().queryParam("q", "a\0b").get(PUBLISHED + "/clusters"), 400);
        // ["name", "\u0000", "x"]
        problem(given().get(PUBLISHED + "/clusters?sort=name&after=WyJuYW1lIiwiXHUwMDAwIiwieCJd"), 400);
    }

    @Test
    void whatNamesNoHostIsToldSoAndNothingIsShownOfTheCode() throws IOException {
        RawHttp.Answer answer = RawHttp.send(
                        "GET /api/v1/runs?q=a HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.UTF_8), 1, false)
                .orElseThrow();
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("Content-Type")).contains(Problem.MEDIA_TYPE);
        assertThat(answer.body()).contains("INVALID_REQUEST").doesNotContain("vertx", "stack");
    }

    @Test
    void wordsThatStandAsANameAreNotSaidBack() {
        given().contentType(ContentType.JSON)
                .body("{\"my heron is ill\": 1, \"nmae\": 2}")
                .post("/api/v1/datasets")
                .then()
                .statusCode(400)
                .body("errors.pointer", hasItems("/…", "/nmae"))
                .body(not(containsString("heron")));
        given().multiPart("name", "mine")
                .multiPart("file", "heron.jsonl", new byte[0])
                .post("/api/v1/datasets")
                .then()
                .statusCode(422)
                .body("detail", startsWith("file 1 of the upload is empty"));
    }

    @Test
    void aParameterThatIsNoNumberIsNamedAndNotSaidBack() {
        for (String address :
                List.of("/api/v1/runs?q=1&limit=heron", PUBLISHED + "/clusters?level=0&limit=99999999999")) {
            Response answer = given().get(address);
            problem(answer, 400);
            answer.then().body("detail", equalTo("limit is a whole number of at most 9 digits"));
        }
        given().get(PUBLISHED + "/tree?depth=x").then().statusCode(400).body("detail", startsWith("depth is"));
    }

    @Test
    void whatWasAskedForIsNoLabelOfAMetric() {
        given().header("Origin", "http://evil.example")
                .get("/api/v1/heron")
                .then()
                .statusCode(403);
        assertThat(given().get("/q/metrics").asString())
                .contains("uri=\"OTHER\"")
                .doesNotContain("heron");
    }

    private static void problem(Response answer, int status) {
        answer.then()
                .statusCode(status)
                .contentType(Problem.MEDIA_TYPE)
                .body("status", equalTo(status))
                .body("type", startsWith("/docs/errors#"));
    }

    @Test
    void answersNoOtherSite() {
        given().header("Host", "evil.example").get("/api/v1/system").then().statusCode(403);
        given().header("Origin", "http://evil.example")
                .get("/api/v1/system")
                .then()
                .statusCode(403);
        given().header("Sec-Fetch-Site", "cross-site")
                .contentType(ContentType.JSON)
                .body("{}")
                .post("/api/v1/runs")
                .then()
                .statusCode(403);
        given().header("Host", "[::1]:8080").get("/api/v1/system").then().statusCode(200);
    }

    @Test
    void servesThePageAtEachOfItsAddressesUnderAStrictPolicy() {
        for (String address : new String[] {
            "/",
            "/runs",
            PUBLISHED.substring(7),
            PUBLISHED.substring(7) + "/explore",
            PUBLISHED.substring(7) + "/compare"
        }) {
            given().get(address)
                    .then()
                    .statusCode(200)
                    .contentType(startsWith("text/html"))
                    .header("Content-Security-Policy", not(containsString("unsafe-inline")))
                    .body(containsString("<m-app>"));
        }
        given().get("/app/app.css").then().statusCode(200).header("Cache-Control", equalTo("no-cache"));
        given().get("/_static/lit/3.3.3/index.js").then().statusCode(200);
    }

    @Test
    void isReadyAndDescribesItself() {
        given().get("/q/health/ready").then().statusCode(200);
        given().get("/q/health/live").then().statusCode(200).body("checks", hasSize(0));
        given().get("/q/metrics").then().statusCode(200);
        given().get("/q/openapi?format=json")
                .then()
                .statusCode(200)
                .body(containsString("/api/v1/runs/{run}/tree"))
                .body("paths.'/api/v1/runs'.post.responses", hasKey("201"))
                .body("paths.'/api/v1/datasets'.post.responses", hasKey("202"))
                .body("components.schemas.Problem.properties", hasKey("code"));
        given().get("/api/v1/system").then().body("floor", equalTo(5)).body("modelProviders", hasItem("openai"));
        given().get("/api/v1/schemas/manifest.json")
                .then()
                .statusCode(200)
                .body("$id", equalTo("urn:murmuration:manifest:4"))
                .body("additionalProperties", equalTo(false));
        given().get("/api/v1/schemas/run-spec.json").then().statusCode(200).body("properties.seed.default", equalTo(7));
    }
}
