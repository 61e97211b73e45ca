package murmuration.models;

import murmuration.core.Digest;
import murmuration.core.Purpose;

/**
 * One call of a provider: everything that it is sent, and whom it is about, which is not.
 *
 * @param at the provider's name and address
 * @param identity what makes two calls the same, a digest of all that is sent, and where
 */
public record Call(
        String at,
        Purpose purpose,
        String model,
        String system,
        String user,
        Schema schema,
        double temperature,
        int maxTokens,
        Subject subject,
        String identity) {
    Call(
            String at,
            Purpose purpose,
            String model,
            String system,
            String user,
            Schema schema,
            double temperature,
            int maxTokens,
            Subject subject) {
        this(
                at,
                purpose,
                model,
                system,
                user,
                schema,
                temperature,
                maxTokens,
                subject,
                new Digest()
                        .add(at)
                        .add(purpose.name())
                        .add(model)
                        .add(system)
                        .add(user)
                        .add(schema.text())
                        .add(Double.toString(temperature))
                        .add(maxTokens)
                        .hex());
    }

    /** The provider's name. */
    String provider() {
        return at.substring(0, at.indexOf(' '));
    }

    /** Address and model, whose rate it counts against. */
    String lane() {
        return at + " " + model;
    }

    /** The same, under the same key, whose answer may have so many tokens more. */
    Call longer(int tokens) {
        return new Call(at, purpose, model, system, user, schema, temperature, maxTokens + tokens, subject, identity);
    }

    /** The same question with something said after it. */
    Call adding(String said) {
        return new Call(at, purpose, model, system, user + "\n\n" + said, schema, temperature, maxTokens, subject);
    }
}
