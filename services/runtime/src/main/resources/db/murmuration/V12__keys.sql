-- Who may ask the gateway: API keys, and the sessions of browsers, which are keys of a few hours (docs/operations.md). It is
-- the gateway's own; nothing of a person's conversations is here.

CREATE SCHEMA access;

CREATE TABLE access.key (
    tenant text NOT NULL,
    -- 64 random bits in hexadecimal; stands in the key too, so that it can be told from others
    key_id text NOT NULL,
    name text NOT NULL,
    role text NOT NULL,
    -- SHA-256 of the key; it is 256 random bits, which no slower hash would protect better
    hash bytea NOT NULL,
    session boolean NOT NULL DEFAULT false,
    -- the key that a session was begun with, and ends with; null where it was begun otherwise
    parent text,
    created_by text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    -- the hour in which it was used last
    used_at timestamptz,
    expires_at timestamptz,
    revoked_at timestamptz,
    PRIMARY KEY (tenant, key_id),
    FOREIGN KEY (tenant, parent) REFERENCES access.key
);
CREATE UNIQUE INDEX ON access.key (key_id);
ALTER TABLE access.key ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON access.key USING (tenant = current_setting('murmuration.tenant', true));
GRANT USAGE ON SCHEMA access TO murmuration_gateway;
GRANT SELECT, INSERT, DELETE, UPDATE (used_at, revoked_at) ON access.key TO murmuration_gateway;

-- The one key of this id that is good now, whoever's it is: before it is found nobody knows for which tenant to look.
CREATE FUNCTION access.find(wanted text)
    RETURNS TABLE (tenant text, key_id text, name text, role text, hash bytea, session boolean, expires_at timestamptz,
                   used_this_hour boolean)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT k.tenant, k.key_id, k.name, k.role, k.hash, k.session, k.expires_at,
           coalesce(k.used_at = date_trunc('hour', now()), false)
    FROM access.key k
    LEFT JOIN access.key p ON p.tenant = k.tenant AND p.key_id = k.parent
    WHERE k.key_id = wanted
      AND k.revoked_at IS NULL AND coalesce(k.expires_at > now(), true)
      AND (k.parent IS NULL OR p.revoked_at IS NULL AND coalesce(p.expires_at > now(), true))
$$;
REVOKE ALL ON FUNCTION access.find(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access.find(text) TO murmuration_gateway;
