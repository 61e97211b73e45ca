package murmuration.models;

import java.util.Optional;

/** A store for what is stored elsewhere: calls are booked, and nothing is kept. */
record BookedOnly(Cashier cashier) implements ReplyStore {
    @Override
    public Optional<Reply> find(Call call) {
        return Optional.empty();
    }

    @Override
    public Reply keep(Call call, Reply reply) {
        return reply;
    }

    @Override
    public Reply keep(Call call, Reply reply, Settlement settlement) {
        cashier.settle(settlement);
        return reply;
    }
}
