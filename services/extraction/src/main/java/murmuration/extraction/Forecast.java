package murmuration.extraction;

import java.util.List;
import java.util.Optional;
import murmuration.core.Conversation;
import murmuration.core.RunSpec;
import murmuration.models.Estimate;

/** Says what a run will cost, from some of the conversations that are drawn for it. */
@FunctionalInterface
interface Forecast {
    /** Nothing where no model is asked over the network. @param drawn conversations in all */
    Optional<Estimate> of(RunSpec spec, List<Conversation> some, long drawn);

    /** The same with how long it takes. */
    default Outlook outlook(RunSpec spec, List<Conversation> some, long drawn) {
        return new Outlook(drawn, of(spec, some, drawn).orElse(null), null, "");
    }
}
