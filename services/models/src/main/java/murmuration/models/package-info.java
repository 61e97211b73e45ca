/** Language models that answer over the network: prompts, structured answers, and the providers' failures in our words. */
@NullMarked
package murmuration.models;

import org.jspecify.annotations.NullMarked;
