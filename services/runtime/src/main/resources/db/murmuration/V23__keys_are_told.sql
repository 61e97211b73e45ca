-- An API key is made and revoked with its audit record (V19) or not at all: a commit that leaves none in the same transaction is
-- refused, whatever whoever has the gateway's role has in mind. The gateway writes the record, as it did before.

-- Runs as the owner: the gateway's role reads no outbox.
CREATE FUNCTION access.is_told() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    done text := CASE TG_OP WHEN 'INSERT' THEN 'KEY_MADE' ELSE 'KEY_REVOKED' END;
BEGIN
    IF NOT EXISTS (SELECT FROM access.audit_outbox o
                   WHERE o.tenant = NEW.tenant AND o.what = done AND o.digests = '{"key":"' || NEW.key_id || '"}'
                     AND o.counts = '{"role.' || NEW.role || '":1}'
                     -- written by this transaction
                     AND o.xmin = pg_current_xact_id()::xid) THEN
        RAISE EXCEPTION 'a key is made and revoked with its audit record' USING ERRCODE = '42501';
    END IF;
    RETURN NULL;
END $$;

-- At the commit: key and record may come in any order.
CREATE CONSTRAINT TRIGGER made_is_told AFTER INSERT ON access.key DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NOT NEW.session) EXECUTE FUNCTION access.is_told();
CREATE CONSTRAINT TRIGGER revoked_is_told AFTER UPDATE ON access.key DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NOT NEW.session AND NEW.revoked_at IS DISTINCT FROM OLD.revoked_at)
    EXECUTE FUNCTION access.is_told();

CREATE FUNCTION access.refuses() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    RAISE EXCEPTION 'a key stays, revoked or not, and a session ends within a year' USING ERRCODE = '42501';
END $$;
CREATE TRIGGER stays_revoked BEFORE UPDATE ON access.key
    FOR EACH ROW WHEN (OLD.revoked_at IS NOT NULL AND NEW.revoked_at IS DISTINCT FROM OLD.revoked_at)
    EXECUTE FUNCTION access.refuses();
-- Sessions leave no record, so none may stand for a key that has no end.
CREATE TRIGGER session_ends BEFORE INSERT ON access.key
    FOR EACH ROW WHEN (NEW.session AND coalesce(NEW.expires_at > now() + interval '366 days', true))
    EXECUTE FUNCTION access.refuses();
-- Sessions go when they have ended; a key that were deleted could come back under another name, or end unseen.
CREATE TRIGGER stays BEFORE DELETE ON access.key
    FOR EACH ROW WHEN (NOT OLD.session) EXECUTE FUNCTION access.refuses();
