package murmuration.extraction.source;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import murmuration.core.Role;
import murmuration.core.Turn;

/** One message while it is read. */
final class Message {
    private static final Pattern TOOL = Pattern.compile("[A-Za-z0-9_.:-]{1,64}");
    private static final Pattern TYPE = Pattern.compile("[a-z_]{1,32}");

    private final StringBuilder text = new StringBuilder();
    private final List<String> toolCalls = new ArrayList<>();
    private final List<String> attachments = new ArrayList<>();
    private final Set<String> keys = new HashSet<>();
    private String role = "";
    private boolean repeated;
    private boolean malformed;

    void role(String name) {
        role = name.strip().toLowerCase(Locale.ROOT);
    }

    /** This message, before what stands under the key is added to it, which may be done once. */
    Message once(String key) {
        repeated |= !keys.add(key);
        return this;
    }

    void say(String more) {
        if (!text.isEmpty() && !more.isEmpty()) {
            text.append('\n');
        }
        text.append(more);
    }

    /** Adds a call by the tool's name; what does not look like a name may be anything and is left out. */
    void call(String tool) {
        toolCalls.add(TOOL.matcher(tool).matches() ? tool : "tool");
    }

    void attach(String type) {
        String plain = type.replace("input_", "").replace("_url", "");
        attachments.add(TYPE.matcher(plain).matches() ? plain : "other");
    }

    void malformed() {
        malformed = true;
    }

    void addTo(Draft draft) {
        Optional<Role> speaker = speaker();
        if (repeated) {
            draft.reject(Rule.REPEATED_KEY);
        } else if (malformed) {
            draft.reject(Rule.MALFORMED_MESSAGE);
        } else if (speaker.isEmpty()) {
            draft.reject(role.isEmpty() ? Rule.MALFORMED_MESSAGE : Rule.UNKNOWN_ROLE);
        } else if (role.equals("function_call")) {
            // its value is the call itself, arguments and all
            draft.add(new Turn(Role.ASSISTANT, "", List.of("tool"), List.of()));
        } else {
            draft.add(new Turn(speaker.get(), Scalars.clean(text.toString()), toolCalls, attachments));
        }
    }

    private Optional<Role> speaker() {
        return Optional.ofNullable(
                switch (role) {
                    case "system", "developer" -> Role.SYSTEM;
                    case "user", "human" -> Role.USER;
                    case "assistant", "gpt", "chatgpt", "bard", "bing", "model", "bot", "ai", "function_call" ->
                        Role.ASSISTANT;
                    case "tool", "function", "observation" -> Role.TOOL;
                    default -> null;
                });
    }
}
