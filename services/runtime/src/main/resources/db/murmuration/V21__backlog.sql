-- What runs under way have yet to get through, of all tenants together: for whoever decides how many processes there are.
-- Sums and nothing else, so it is read as its owner; in hundreds of conversations and fives of clusters, since exact they would
-- tell how few conversations ended otherwise than the others.
CREATE VIEW runs.backlog WITH (security_invoker = false) AS
    SELECT stage, (ceil(sum(greatest(total - done, 0)) / step) * step)::bigint AS items
    FROM (SELECT p.stage, CASE WHEN p.stage IN ('EXTRACT', 'EMBED') THEN 100 ELSE 5 END AS step, sum(p.done) AS done,
                 greatest(sum(p.total) FILTER (WHERE p.part = 'whole'), sum(p.total) FILTER (WHERE p.part <> 'whole')) AS total
          FROM runs.progress p JOIN runs.run r USING (tenant, run_id)
          WHERE r.state = 'RUNNING'
          GROUP BY p.tenant, p.run_id, p.stage) AS part
    GROUP BY stage, step;
GRANT SELECT ON runs.backlog TO murmuration_workflows;
