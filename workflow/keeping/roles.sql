-- Three accounts, so that a server can neither change tables nor touch what was recorded, and auditors only look.
-- khanton_owner migrates; khanton_app is what servers and commands use; khanton_auditor_N sees office N alone.
-- Run by a superuser in Khanton's database, again after each upgrade. Set passwords with psql's \password.
DO $roles$
DECLARE each record;
BEGIN
  -- The owner may make databases: a backup is proved in one that is dropped again.
  FOR each IN SELECT * FROM (VALUES ('khanton_owner', 'LOGIN CREATEDB'), ('khanton_app', 'LOGIN NOCREATEDB'),
                                    ('khanton_auditor', 'NOLOGIN NOCREATEDB')) AS wanted(name, may) LOOP
    BEGIN
      EXECUTE format('CREATE ROLE %I %s NOSUPERUSER NOCREATEROLE NOBYPASSRLS', each.name, each.may);
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;  -- there already, or made at this moment
    END;
  END LOOP;
  EXECUTE format('GRANT CREATE ON DATABASE %I TO khanton_owner', current_database());

  EXECUTE 'ALTER SCHEMA public OWNER TO khanton_owner';
  REVOKE ALL ON SCHEMA public FROM PUBLIC;
  GRANT USAGE ON SCHEMA public TO khanton_app, khanton_auditor;
  FOR each IN SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' LOOP
    EXECUTE format('ALTER TABLE public.%I OWNER TO khanton_owner', each.name);
    EXECUTE format('REVOKE ALL ON public.%I FROM PUBLIC, khanton_app, khanton_auditor', each.name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON public.%I TO khanton_app', each.name);
  END LOOP;
  FOR each IN SELECT sequencename AS name FROM pg_sequences WHERE schemaname = 'public' LOOP
    EXECUTE format('GRANT USAGE, SELECT ON SEQUENCE public.%I TO khanton_app', each.name);
  END LOOP;
  FOR each IN SELECT p.oid::regprocedure AS name FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace
              AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e') LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO khanton_owner', each.name);
  END LOOP;

  -- What is only added to: the table's own triggers refuse, and now the account may not even ask.
  FOR each IN SELECT DISTINCT c.relname AS name FROM pg_trigger t
                JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
               WHERE c.relnamespace = 'public'::regnamespace AND p.proname LIKE '%\_append\_only' LOOP
    EXECUTE format('REVOKE UPDATE, DELETE ON public.%I FROM khanton_app', each.name);
  END LOOP;
  -- But the text of a paper that was destroyed by order may be emptied; the trigger refuses any other change.
  GRANT UPDATE (markup) ON public.paper_text TO khanton_app;
  REVOKE INSERT, UPDATE, DELETE ON public.alembic_version FROM khanton_app;

  -- Auditors look, but not at what proves who somebody is, nor at what nobody has saved yet.
  FOR each IN SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> ALL (ARRAY[
      'credential', 'sign_in', 'one_time_code', 'second_factor', 'recovery_code', 'identity', 'sign_in_policy',
      'known_device', 'form_draft', 'feed', 'idempotent_answer', 'contact']) LOOP
    EXECUTE format('GRANT SELECT ON public.%I TO khanton_auditor', each.name);
  END LOOP;
END $roles$;
