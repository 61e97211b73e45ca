package murmuration.models;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A provider that answers what it was told to, call by call, and keeps what it was sent. */
final class ScriptedProvider implements Provider {
    final List<Call> calls = new ArrayList<>();
    private final Deque<Reply> replies = new ArrayDeque<>();

    static ScriptedProvider saying(String... texts) {
        ScriptedProvider provider = new ScriptedProvider();
        for (String text : texts) {
            provider.then(text, Reply.Stop.END);
        }
        return provider;
    }

    ScriptedProvider then(String text, Reply.Stop stop) {
        replies.add(new Reply(text, stop, 100, 10));
        return this;
    }

    @Override
    public Reply send(Call call) {
        calls.add(call);
        return replies.remove();
    }
}
