package murmuration.extraction;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import murmuration.core.Conversation;
import murmuration.core.Facet;
import murmuration.core.Facets;
import murmuration.core.Role;
import murmuration.core.Turn;

/** Answers the facets that need no model: from the conversation's shape and times, and from what came with the data. */
final class ComputedFacets {
    private ComputedFacets() {}

    /** The values, none where the data do not say. */
    static List<String> values(Facet facet, Conversation conversation) {
        if (Facets.isImported(facet.id())) {
            return conversation.metadata().getOrDefault(facet.id(), List.of());
        }
        return switch (facet.id()) {
            case "turns" -> List.of(String.valueOf(spoken(conversation).count()));
            case "length" -> List.of(String.valueOf(characters(conversation)));
            case "hour" ->
                began(conversation).map(at -> String.valueOf(at.getHour())).stream()
                        .toList();
            case "weekday" ->
                began(conversation).map(at -> at.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH)).stream()
                        .toList();
            default -> List.of();
        };
    }

    private static Stream<Turn> spoken(Conversation conversation) {
        return conversation.turns().stream().filter(turn -> turn.role() == Role.USER || turn.role() == Role.ASSISTANT);
    }

    private static long characters(Conversation conversation) {
        return spoken(conversation)
                .mapToLong(turn -> turn.text().codePointCount(0, turn.text().length()))
                .sum();
    }

    private static Optional<ZonedDateTime> began(Conversation conversation) {
        Instant at = conversation.startedAt();
        return at == null ? Optional.empty() : Optional.of(at.atZone(ZoneOffset.UTC));
    }
}
