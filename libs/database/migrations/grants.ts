/**
 * Who may do something with a table on file may do the same with those that have come beside it: a statement for a migration.
 * @param only these of it; `null`: all
 */
export const grantsLike = (
  neighbour: string,
  tables: readonly string[],
  only: readonly ('SELECT' | 'INSERT')[] | null = null,
): string => `
  DO $$
  DECLARE
    given record;
  BEGIN
    FOR given IN
      SELECT acl.privilege_type, bool_or(acl.is_grantable) AS is_grantable,
             CASE WHEN acl.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(acl.grantee)) END AS role
      FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) AS acl
      WHERE c.oid = 'public.${neighbour}'::regclass AND acl.grantee <> c.relowner
        ${only === null ? '' : `AND acl.privilege_type IN (${only.map((each) => `'${each}'`).join(', ')})`}
      GROUP BY acl.privilege_type, acl.grantee
    LOOP
      EXECUTE format('GRANT %s ON ${tables.map((table) => `public.${table}`).join(', ')} TO %s',
        given.privilege_type, given.role) || CASE WHEN given.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END;
    END LOOP;
  END $$`;
