package murmuration.privacy;

import murmuration.core.Question;

/** A name and description with the rating that the audit gave them. */
record ReviewedText(Question.Label label, int rating, String ratedBy) {}
