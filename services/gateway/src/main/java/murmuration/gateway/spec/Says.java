package murmuration.gateway.spec;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What the JSON Schema of a spec tells of a field. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
@interface Says {
    /** What the field means, its unit and its effect. */
    String value();

    /** What holds where it is absent; empty where nothing does. */
    String otherwise() default "";

    /** Words that may stand there. */
    String[] words() default {};

    /** Least number, or least number of items. */
    double least() default Double.NaN;

    /** Greatest number, or longest text, or most items. */
    double most() default Double.NaN;

    /** The form of a text, or of each text of a list. */
    String pattern() default "";
}
