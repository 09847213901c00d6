import { sql } from 'kysely'
import type { Trx } from '../../platform/db.ts'
import { elsewhereFile, type ReportElsewhere } from './elsewhere.schema.ts'

/**
 * The file of figures that goes with the paper of a report to another installation.
 * @returns null for a document that is no report's paper, or of a version whose words were taken away by law
 */
export async function figuresFileOf(
  trx: Trx,
  documentId: string,
): Promise<{ name: string; bytes: Buffer } | null> {
  const { rows } = await sql<Pick<ReportElsewhere, 'form' | 'period' | 'version' | 'texts' | 'figures'>>`
    select json_build_object('code', f.code, 'revision', f.revision) as form, r.period, v.version,
      coalesce((select json_agg(json_build_object('section', x->>'section', 'words', left(x->>'words', 20000)))
        from jsonb_array_elements(v.content->'texts') x), '[]') as texts,
      coalesce((select json_agg(json_build_object('indicator', g.indicator, 'total', json_build_object('n', g.total_n, 'd', g.total_d),
          'running', json_build_object('n', g.running_n, 'd', g.running_d), 'carried', g.carried_n, 'revised', g.revised_n, 'state', g.state)
        order by g.indicator) from report_figures g where g.report_id = v.report_id and g.version = v.version), '[]') as figures
    from documents d join report_versions v on v.report_id = d.report_id and v.version = d.report_version
    join reports r on r.id = v.report_id join report_forms f on f.id = r.form_id
    where d.id = ${documentId} and d.origin = 'issued' and v.redacted_at is null`.execute(trx)
  const [row] = rows
  if (!row) return null
  const said: ReportElsewhere = { kind: 'lantoa.report', format: 1, ...row }
  return { name: elsewhereFile, bytes: Buffer.from(JSON.stringify(said)) }
}
