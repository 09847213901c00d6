import { beforeAll, describe, expect, it } from 'vitest'
import { makeRichWorld, type RichWorld } from './rich-world.ts'

let rich: RichWorld
let queries: string[]

beforeAll(async () => {
  rich = await makeRichWorld({ papers: false })
  const { rows } = await rich.world.database.pool.query<{ words: string }>(`
    select subject as words from home_t.documents union select number_symbol from home_t.documents
    union select title from home_t.plans union select title from home_t.tasks union select title from home_t.activity_versions
    union select title from home_t.directions union select name from home_t.persons union select name from shared.unit_names
    union select unnest(array['báo cáo', 'kế hoạch', 'tuyên truyền', 'trường', '2024'])`)
  queries = rows.flatMap(({ words }) => (words && words.trim().length >= 2 ? [words.slice(0, 200)] : []))
}, 180_000)

interface Group {
  kind: string
  hits: { id: string; title: string; to: string }[]
}

/** The answer of the screen that a hit leads to. */
function addressOf(kind: string, to: string): string {
  const path = to.slice(1)
  if (kind === 'units' || kind === 'people') return path.replace('organisation/', '')
  return kind === 'tasks' ? path.replace(/\?.*/, '') : path
}

describe('search', () => {
  it(
    'leads every unit of a line only where that unit may go, and to its own people only',
    { timeout: 120_000 },
    async () => {
      expect(queries.length).toBeGreaterThan(20)
      const kinds = new Set<string>()
      const found: Record<string, Set<string>> = {}
      for (const key of ['department', 'district', 'office', 'school', 'other'] as const) {
        const browser = rich.insiders[key]
        const seen = new Map<string, string>()
        for (const q of queries) {
          const answer = await browser.call('GET', `search?q=${encodeURIComponent(q)}`)
          expect(answer.statusCode, answer.body).toBe(200)
          for (const { kind, hits } of answer.json<{ groups: Group[] }>().groups) {
            kinds.add(kind)
            for (const hit of hits) seen.set(addressOf(kind, hit.to), kind)
          }
        }
        for (const [path, kind] of seen) {
          const answer = await browser.call('GET', path)
          expect(answer.statusCode, `${key}: ${path}`).toBe(200)
          if (kind === 'people') expect(path).toContain(rich.units[key].id)
        }
        found[key] = new Set(seen.keys())
      }
      expect(kinds.size).toBe(8)
      // Two neighbours: what is one's own the other never sees.
      const ofSchool = [
        `plans/${rich.plans.school}`,
        `activities/${rich.activities.counted}`,
        `reports/${rich.reports.school}`,
      ]
      // A direction of the office to the school: theirs, and of whoever stands above the office.
      const path = `directions/${rich.directions.sent}`
      for (const key of ['department', 'office', 'school'] as const) expect(found[key], key).toContain(path)
      expect(found['other']).not.toContain(path)
      for (const path of ofSchool) {
        expect(found['school'], path).toContain(path)
        expect(found['office'], path).toContain(path)
        expect(found['other'], path).not.toContain(path)
      }
    },
  )
})
