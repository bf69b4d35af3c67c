"""Guards: what Postgres refuses is as the migrations made it.

Every trigger, constraint, function, view, right and column of the schema is one line, its
definition shortened to a digest; `guards.txt` holds the lines of a database that was just
migrated (`make guards` writes it, a test says when it is stale). Someone who drops a check, lets
`malar_app` write postings or puts another body into a function changes a line.
"""

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, text

from ledger.audit.finding import Finding

MANIFEST = Path(__file__).with_name("guards.txt")


def check(tx: Connection) -> Iterator[Finding]:
    """Which guards are missing, changed, switched off, or not ours."""
    ours = _named(MANIFEST.read_text("utf-8").splitlines())
    here = _named(guards(tx))
    for name in sorted(ours.keys() | here.keys()):
        if name not in here:
            yield Finding(f"guard {name}", "is missing")
        elif name not in ours:
            yield Finding(f"guard {name}", "was not made by Malar")
        elif here[name] != ours[name]:
            yield Finding(f"guard {name}", "is not what Malar made it")
    for (name,) in tx.execute(text(SWITCHED_OFF)):
        yield Finding(f"guard {name}", "is switched off")


def guards(tx: Connection) -> list[str]:
    """What guards the books in this database, in order: what it is, its name, a digest."""
    return sorted(tx.scalars(text(GUARDS)))


def _named(lines: list[str]) -> dict[str, str]:
    named = (line.rpartition(" ") for line in lines)
    return {name: digest for name, _, digest in named}


# Not looked at: what belongs to an extension, and the owner's own rights.
GUARDS = """
WITH relation AS (
    SELECT c.* FROM pg_class c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
        AND c.relname <> 'alembic_version'
        AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
), routine AS (
    SELECT p.* FROM pg_proc p
    WHERE p.pronamespace = 'public'::regnamespace
        AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
), granted (name, acl, owner) AS (
    SELECT relname::text, relacl, relowner FROM relation
    UNION ALL
    SELECT r.relname || '.' || a.attname, a.attacl, r.relowner
    FROM relation r JOIN pg_attribute a ON a.attrelid = r.oid
    UNION ALL
    SELECT oid::regprocedure::text, coalesce(proacl, acldefault('f', proowner)), proowner
    FROM routine
), guard (kind, name, definition) AS (
    SELECT 'columns', r.relname::text, (
        SELECT concat_ws(' ', r.relkind, pg_get_userbyid(r.relowner), r.relrowsecurity,
            string_agg(concat_ws(' ', a.attname, format_type(a.atttypid, a.atttypmod),
                a.attnotnull, a.attidentity, a.attgenerated,
                pg_get_expr(d.adbin, d.adrelid)), ',' ORDER BY a.attname))
        FROM pg_attribute a
        LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        WHERE a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
    ) FROM relation r WHERE r.relkind <> 'S'
    UNION ALL
    SELECT 'view', r.relname, pg_get_viewdef(r.oid) FROM relation r WHERE r.relkind IN ('v', 'm')
    UNION ALL
    SELECT 'constraint', r.relname || '.' || c.conname, pg_get_constraintdef(c.oid)
    FROM relation r JOIN pg_constraint c ON c.conrelid = r.oid
    WHERE c.contype IN ('c', 'f', 'p', 'u', 'x')
    UNION ALL
    SELECT 'domain', t.typname || '.' || c.conname, pg_get_constraintdef(c.oid)
    FROM pg_type t JOIN pg_constraint c ON c.contypid = t.oid
    WHERE t.typnamespace = 'public'::regnamespace AND c.contype = 'c'
    UNION ALL
    SELECT 'unique', i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid)
    FROM relation r JOIN pg_index i ON i.indrelid = r.oid WHERE i.indisunique
    UNION ALL
    SELECT 'trigger', r.relname || '.' || t.tgname, pg_get_triggerdef(t.oid)
    FROM relation r JOIN pg_trigger t ON t.tgrelid = r.oid WHERE NOT t.tgisinternal
    UNION ALL
    SELECT 'rule', r.relname || '.' || w.rulename, pg_get_ruledef(w.oid)
    FROM relation r JOIN pg_rewrite w ON w.ev_class = r.oid WHERE w.rulename <> '_RETURN'
    UNION ALL
    SELECT 'function', p.oid::regprocedure::text,
        pg_get_userbyid(p.proowner) || pg_get_functiondef(p.oid)
    FROM routine p WHERE p.prokind IN ('f', 'p')
    UNION ALL
    SELECT 'right', concat_ws('.', g.name,
            CASE WHEN x.grantee = 0 THEN 'public' ELSE pg_get_userbyid(x.grantee)::text END,
            lower(x.privilege_type)), x.is_grantable::text
    FROM granted g CROSS JOIN LATERAL aclexplode(g.acl) x WHERE x.grantee <> g.owner
)
SELECT format('%s %s %s', kind, name,
    left(encode(sha256(convert_to(definition, 'UTF8')), 'hex'), 16))
FROM guard
"""

# Those behind foreign keys too.
SWITCHED_OFF = """
SELECT 'trigger ' || c.relname || '.' || t.tgname
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
WHERE c.relnamespace = 'public'::regnamespace AND t.tgenabled = 'D'
ORDER BY 1
"""
