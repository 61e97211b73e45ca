package murmuration.models;

import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import murmuration.core.Purpose;

/** One call of a provider: everything that it is sent. */
record Call(
        Purpose purpose,
        String model,
        String system,
        String user,
        JsonObjectSchema schema,
        double temperature,
        int maxTokens) {

    /** The same question with something said after it. */
    Call adding(String said) {
        return new Call(purpose, model, system, user + "\n\n" + said, schema, temperature, maxTokens);
    }
}
