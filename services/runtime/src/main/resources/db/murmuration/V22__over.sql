-- What a step that is late must not write any more.
--   ended: the run was canceled or has failed; nothing of it is published.
--   over: what it works on is being deleted or is gone, or it is a safety run whose time is over; nothing is written at all.
CREATE OR REPLACE VIEW runs.assignment WITH (security_invoker = false) AS
    SELECT r.tenant, r.run_id, r.dataset_id, r.spec, r.spec_digest, d.digest AS dataset_digest, d.shards,
           d.conversations, d.without_account,
           r.state IN ('FAILED', 'CANCELED') AS ended,
           d.state IN ('EXPIRED', 'DELETING', 'DELETED')
               OR r.state IN ('PUBLISHED', 'FAILED', 'CANCELED')
                  AND EXISTS (SELECT FROM safety.run s
                              WHERE s.tenant = r.tenant AND s.run_id = r.run_id AND s.expires_at <= now()) AS over
    FROM runs.run r JOIN runs.dataset d USING (tenant, dataset_id)
    WHERE r.tenant = current_setting('murmuration.tenant', true);
