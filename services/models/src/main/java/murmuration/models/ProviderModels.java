package murmuration.models;

import dev.langchain4j.http.client.HttpClientBuilder;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.Tracer;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import murmuration.core.Embedder;
import murmuration.core.ErrorCode;
import murmuration.core.LanguageModel;
import murmuration.core.Manifest;
import murmuration.core.MurmurationException;
import murmuration.core.Question;
import murmuration.core.RunSpec;
import murmuration.runtime.Assignment;
import org.jspecify.annotations.Nullable;

/** Makes the language models that answer over the network. Thread-safe. */
public final class ProviderModels {
    /** The calls and the answers of a whole batch, as against one answer. */
    private static final int FILES_TAKE_LONGER = 5;

    private final Endpoints endpoints;
    private final ProviderHttp http;
    private final ProviderHttp files;
    private final Duration filesTake;
    private final Prices prices;
    private final Refusals refusals = new Refusals();
    private final Refusals refusalsOfEmbeddings = new Refusals();
    private final ModelMetrics metrics;
    private final Supplier<Tracer> tracer;
    private final int concurrency;

    ProviderModels(
            ModelsConfig config,
            Function<String, @Nullable String> environment,
            MeterRegistry registry,
            Supplier<Tracer> tracer) {
        endpoints = new Endpoints(config, environment);
        HttpClient client = ProviderHttp.client(config.connectTimeout());
        http = new ProviderHttp(client, config.timeout());
        filesTake = config.timeout().multipliedBy(FILES_TAKE_LONGER);
        files = new ProviderHttp(client, filesTake);
        prices = Prices.of(config.pricesFile());
        metrics = new ModelMetrics(registry);
        this.tracer = tracer;
        concurrency = config.concurrency();
        if (concurrency < 1) {
            throw new MurmurationException(
                    ErrorCode.INVALID_SPEC, "murmuration.models.concurrency: at least 1, not " + concurrency);
        }
    }

    /**
     * The model that a run names, over what it has answered before, within the run's budget and its provider's rate; in a
     * replay, what it has answered before and nothing else. Refused where there is no such provider, address or key. Where there is a budget and no price, each question is: the run pauses.
     */
    public LanguageModel of(Assignment run, ReplyStore store, Cashier cashier) {
        if (run.spec().beside().replayOf() != null) {
            return new Replayed(recalled(run, store));
        }
        RunSpec.Model model = run.spec().model();
        Endpoint endpoint = endpoints.of(model);
        ReplyStore safe = new Unstored(store);
        Provider provider = refusals.around(
                new CurrentKey(() -> endpoints.of(model), current -> adapter(model, current, http.builder())));
        Provider spanned = spanned(provider, model.provider(), endpoint);
        return new PromptedModel(
                model,
                new KeptReplies(
                        metered(spanned, run, cashier, safe), safe, call -> metrics.stored(model.provider(), call)),
                metrics::read);
    }

    private Provider spanned(Provider provider, String name, Endpoint endpoint) {
        return new CallSpans(tracer, name, URI.create(endpoint.baseUrl())).around(provider);
    }

    /** Within the run's budget and its provider's rate, and as many calls at a time as that can stand. */
    private Provider metered(Provider provider, Assignment run, Cashier cashier, ReplyStore store) {
        Gate gate = new Gate(concurrency(run.spec()));
        return gate.before(new MeteredCalls(
                provider,
                gate::around,
                call -> Reservation.of(
                        run.run(),
                        refusals.roomy(call),
                        prices.of(call.provider(), call.model()).orElse(null)),
                cashier,
                store,
                metrics,
                System::nanoTime));
    }

    private Provider adapter(RunSpec.Model model, Endpoint endpoint, HttpClientBuilder client) {
        return model.provider().equals("anthropic")
                ? new AnthropicMessages(endpoint, client, refusals)
                : new OpenAiCompletions(endpoint, client, refusals);
    }

    /** A model that knows what a run's model has answered before, and nothing else: that is NOT_FOUND. */
    public LanguageModel recalled(Assignment run, ReplyStore store) {
        return new PromptedModel(
                run.spec().model(),
                call -> store.find(call)
                        .orElseThrow(() -> new MurmurationException(ErrorCode.NOT_FOUND, "this has not been asked")));
    }

    /**
     * A run's batches at its provider, which fill this store.
     *
     * @param folder for calls on their way there
     * @param alone asks the run's model a question by itself
     */
    public ProviderBatches batches(
            Assignment run, ReplyStore store, BatchRows rows, Path folder, Consumer<Question<?>> alone) {
        RunSpec.Model model = run.spec().model();
        Endpoint endpoint = endpoints.of(model);
        BatchApi api = model.provider().equals("anthropic")
                ? new AnthropicBatches(endpoint, files)
                : new OpenAiBatches(endpoint, files);
        Envelope envelope = new Envelope(client -> adapter(model, endpoint, client));
        Function<Call, Reservation> reservations = call -> Reservation.of(
                run.run(),
                refusals.roomy(call),
                prices.of(model.provider(), call.model()).map(Price::half).orElse(null));
        return new ProviderBatches(
                new Desk(
                        run,
                        PromptedModel.silent(model),
                        api,
                        envelope,
                        store,
                        rows,
                        reservations,
                        folder,
                        new Acquaintance(refusals, alone)),
                filesTake.multipliedBy(2),
                metrics);
    }

    /** Threads that a run's questions need, so that its provider is asked as much at a time as it may be. */
    public int threads(RunSpec spec) {
        return Gate.withReady(concurrency(spec).most());
    }

    /** Calls of a run at its provider at a time, where that bears so many. */
    public int mostAtOnce(RunSpec spec) {
        return concurrency(spec).most();
    }

    private Concurrency concurrency(RunSpec spec) {
        Integer said = spec.beside().concurrency();
        return said == null ? Concurrency.upTo(concurrency) : Concurrency.of(said);
    }

    /**
     * The embedding model at the endpoint that a run names, over the vectors that it has given before, within the run's budget
     * and its provider's rate; refused as a language model is.
     */
    public Embedder embedder(Assignment run, KnownVectors known, Cashier cashier) {
        RunSpec.Embedding embedding = run.spec().embedding();
        if (run.spec().beside().replayOf() != null) {
            return new EndpointEmbedder(embedding, known, texts -> {
                throw new MurmurationException(
                        ErrorCode.NOT_FOUND,
                        "a vector that the replay needs is not stored: it has gone, or a stage before computed"
                                + " something else; a replay asks nobody");
            });
        }
        Endpoint endpoint = endpoints.of(embedding);
        requirePrices(run.spec());
        Provider provider = refusalsOfEmbeddings.around(new CurrentKey(
                () -> endpoints.of(embedding), current -> new OpenAiEmbeddings(current, embedding.dimensions(), http)));
        Provider spanned = spanned(provider, embedding.provider(), endpoint);
        return new EndpointEmbedder(embedding, known, metered(spanned, run, cashier, new BookedOnly(cashier)));
    }

    /** Refuses a spec whose models cannot be asked: by their addresses, for want of a key, or of a price where there is a budget. */
    public void check(RunSpec spec) {
        if (spec.beside().replayOf() != null) {
            return;
        }
        if (!spec.model().embedded()) {
            endpoints.of(spec.model());
        }
        if (!spec.embedding().embedded()) {
            endpoints.of(spec.embedding());
        }
        requirePrices(spec);
    }

    /**
     * What a run will ask.
     *
     * @param sample the questions about conversations, of so many of them
     */
    public Estimate estimate(RunSpec spec, List<Question<?>> sample, int sampled, long conversations) {
        return new Estimates(prices).of(spec, sample, sampled, conversations);
    }

    /** How long that will take the run's language model, by what calls have taken here. */
    public CallTime time(RunSpec spec, List<Question<?>> sample, int sampled, long conversations) {
        return Estimates.time(spec, sample, sampled, conversations, metrics::latency, mostAtOnce(spec));
    }

    /** When the prices were those of the providers. */
    public LocalDate pricesDate() {
        return prices.date();
    }

    /** What the spec's models cost, in the order of their names. */
    public Manifest.Prices prices(RunSpec spec) {
        List<Manifest.Price> known = named(spec)
                .distinct()
                .sorted(Comparator.comparing(Named::provider).thenComparing(Named::name))
                .flatMap(named -> prices.of(named.provider(), named.name()).stream()
                        .map(price -> price.told(named.provider(), named.name())))
                .toList();
        return new Manifest.Prices(prices.date(), known);
    }

    /** Refuses a budget that nobody could keep: that of a run one of whose models has no price. */
    public void requirePrices(RunSpec spec) {
        if (spec.beside().budgetUsd() == null) {
            return;
        }
        Optional<Named> unknown = named(spec)
                .filter(named -> prices.of(named.provider(), named.name()).isEmpty())
                .findFirst();
        unknown.ifPresent(named -> {
            throw new MurmurationException(
                    ErrorCode.INVALID_SPEC,
                    "budget: there is no price for " + named.provider() + "/" + named.name() + " in the table of "
                            + prices.date() + "; add it to the file that murmuration.models.prices-file names, or leave"
                            + " the budget out");
        });
    }

    /** A model that may cost something. */
    private record Named(String provider, String name) {}

    private static Stream<Named> named(RunSpec spec) {
        return Stream.concat(models(spec.model()), embeddings(spec.embedding()));
    }

    private static Stream<Named> models(RunSpec.Model model) {
        return model.embedded()
                ? Stream.empty()
                : Stream.of(
                                Stream.of(String.valueOf(model.name())),
                                Optional.ofNullable(model.purposes()).stream()
                                        .flatMap(purposes -> purposes.values().stream()),
                                Optional.ofNullable(model.facets()).stream()
                                        .flatMap(facets -> facets.values().stream()))
                        .flatMap(names -> names)
                        .map(name -> new Named(model.provider(), name));
    }

    private static Stream<Named> embeddings(RunSpec.Embedding embedding) {
        return embedding.embedded() ? Stream.empty() : Stream.of(new Named(embedding.provider(), embedding.name()));
    }
}
