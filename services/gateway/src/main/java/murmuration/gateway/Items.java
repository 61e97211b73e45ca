package murmuration.gateway;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list.
 *
 * @param next what to give as {@code after} for the next page; absent on the last
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Items<T>(List<T> items, @Nullable String next) {
    public Items {
        items = List.copyOf(items);
    }

    /** The first {@code limit} of what was read; one more than that means that there is a next page. */
    static <T> Items<T> page(List<T> read, int limit, Function<T, String> cursor) {
        boolean more = read.size() > limit;
        List<T> shown = more ? read.subList(0, limit) : read;
        return new Items<>(shown, more ? cursor.apply(shown.getLast()) : null);
    }
}
