package murmuration.models;

import java.net.http.HttpClient;
import java.util.function.Function;
import murmuration.core.LanguageModel;
import murmuration.core.RunSpec;
import org.jspecify.annotations.Nullable;

/** Makes the language models that answer over the network. Thread-safe. */
public final class ProviderModels {
    private final Endpoints endpoints;
    private final ProviderHttp http;

    ProviderModels(ModelsConfig config, Function<String, @Nullable String> environment) {
        endpoints = new Endpoints(config, environment);
        HttpClient client = ProviderHttp.client(config.connectTimeout());
        http = new ProviderHttp(client, config.timeout());
    }

    /** The model that a spec names, over what it has answered before; refused where there is no such provider, address or key. */
    public LanguageModel of(RunSpec.Model model, ReplyStore store) {
        Endpoint endpoint = endpoints.of(model);
        Provider provider = model.provider().equals("anthropic")
                ? new AnthropicMessages(endpoint, http)
                : new OpenAiCompletions(endpoint, http);
        return new PromptedModel(model, new KeptReplies(provider, store));
    }
}
