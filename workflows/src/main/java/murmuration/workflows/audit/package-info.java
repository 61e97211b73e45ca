/** The audit chain: what was done, in an order that nobody can change unseen (docs/audit.md). */
@org.jspecify.annotations.NullMarked
package murmuration.workflows.audit;
