import type { Line } from '../units.tables.ts'
import { codeOfRow, foldWords, readDay, type Column, type FileRow } from './columns.ts'

/** A unit of the home as it stands on the day of the import. */
export interface KnownUnit {
  id: string
  code: string
  kind: string
  from: string
  name: string
  shortName: string
  abbreviation: string
  place: string
  parentLine: string | null
  administration: string | null
  profession: string | null
}

export interface ImportWorld {
  today: string
  units: readonly KnownUnit[]
  /** codes in use by other homes */
  takenCodes: ReadonlySet<string>
  /** units of other homes that the file names as superiors, by their code */
  elsewhere: readonly Pick<KnownUnit, 'id' | 'code' | 'shortName' | 'from'>[]
  /** kind by folded word: its code, its names in both languages, short words of one kind only */
  kinds: ReadonlyMap<string, string>
  /** units that may be changed and added under; null: all of them */
  reach: ReadonlySet<string> | null
  /** units without a superior may be added */
  mayTop: boolean
  /** for a new unit */
  newId: () => string
}

export interface Issue {
  column: Column | null
  /** message `units.issue.<code>` */
  code: string
  params: Record<string, string | number>
}

export interface PlannedUnit {
  row: number
  id: string
  what: 'add' | 'change' | 'same' | 'error'
  code: string
  kind: string
  from: string
  name: string
  shortName: string
  abbreviation: string
  place: string
  parentLine: string | null
  renamed: boolean
  /** superiors to set, by line; absent: left as they are */
  superiors: { line: Line; id: string; name: string; from: string }[]
  issues: Issue[]
}

const lines = ['administration', 'profession'] as const satisfies Line[]
const lengths = { name: 200, shortName: 80, abbreviation: 30, place: 80, parentLine: 200 } as const

/** What each row of a file would do. Pure: what is in the database comes in `world`. */
export function planImport(rows: readonly FileRow[], world: ImportWorld): PlannedUnit[] {
  const byCode = new Map(world.units.map((u) => [u.code, u]))
  const planned = rows.map((file) => planRow(file, byCode, world))
  refuseDoubles(planned)
  const find = superiorFinder(planned, world)
  rows.forEach((file, i) => {
    const unit = planned[i]
    if (unit) setLines(unit, file, byCode.get(unit.code), find)
  })
  refuseCircles(planned, world)
  refuseForeign(planned, world)
  for (const unit of planned) {
    if (unit.issues.length > 0) unit.what = 'error'
    else if (unit.what === 'same' && (unit.renamed || unit.superiors.length > 0)) unit.what = 'change'
  }
  return planned
}

function planRow(file: FileRow, byCode: ReadonlyMap<string, KnownUnit>, world: ImportWorld): PlannedUnit {
  const { cells } = file
  const issues: Issue[] = []
  const complain = (column: Column, code: string, params: Issue['params'] = {}) =>
    issues.push({ column, code, params })
  const code = codeOfRow(file)
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(code) || code.length > 60) complain('code', 'code_form')
  if (world.takenCodes.has(code)) complain('code', 'code_taken', { code })
  const known = byCode.get(code)

  const kind = cells.kind === '' ? known?.kind : world.kinds.get(foldWords(cells.kind))
  if (kind === undefined) complain('kind', cells.kind === '' ? 'missing' : 'no_kind', { word: cells.kind })
  else if (known && kind !== known.kind) complain('kind', 'kind_differs')

  const text = (column: keyof typeof lengths, otherwise: string): string => {
    const value = cells[column] || otherwise
    if (value === '' && column !== 'parentLine') complain(column, 'missing')
    if (value.length > lengths[column]) complain(column, 'too_long', { most: lengths[column] })
    return value
  }
  const name = text('name', known?.name ?? '')
  const shortName = text('shortName', known?.shortName ?? (name.length <= lengths.shortName ? name : ''))
  const abbreviation = text('abbreviation', known?.abbreviation ?? '')
  const place = text('place', known?.place ?? '')
  const parentLine = text('parentLine', known?.parentLine ?? '') || null

  const from = cells.from === '' ? world.today : readDay(cells.from)
  if (from === null) complain('from', 'no_day', { word: cells.from })
  const renamed =
    known !== undefined &&
    (name !== known.name ||
      shortName !== known.shortName ||
      abbreviation !== known.abbreviation ||
      place !== known.place ||
      parentLine !== known.parentLine)
  return {
    row: file.row,
    id: known?.id ?? world.newId(),
    what: known ? 'same' : 'add',
    code,
    kind: kind ?? '',
    from: from ?? world.today,
    name,
    shortName,
    abbreviation,
    place,
    parentLine,
    renamed,
    superiors: [],
    issues,
  }
}

/** The second row of one code is the wrong one. */
function refuseDoubles(planned: readonly PlannedUnit[]): void {
  const first = new Map<string, number>()
  for (const unit of planned) {
    const row = first.get(unit.code)
    if (row === undefined) first.set(unit.code, unit.row)
    else unit.issues.push({ column: 'code', code: 'double', params: { code: unit.code, row } })
  }
}

interface Found {
  id: string
  name: string
  from: string
}
type Finder = (word: string) => Found | 'none' | 'several'

/** Finds a superior by its code, in another home too, else by a name that only one unit of the home or the file has. */
function superiorFinder(planned: readonly PlannedUnit[], world: ImportWorld): Finder {
  const codes = new Map<string, Found>()
  const names = new Map<string, Found[]>()
  const add = (unit: Found & { code: string; shortName: string }) => {
    const found = { id: unit.id, name: unit.shortName, from: unit.from }
    codes.set(unit.code, found)
    for (const word of new Set([foldWords(unit.name), foldWords(unit.shortName)])) {
      const same = (names.get(word) ?? []).filter((f) => f.id !== unit.id)
      names.set(word, [...same, found])
    }
  }
  for (const unit of world.elsewhere)
    codes.set(unit.code, { id: unit.id, name: unit.shortName, from: unit.from })
  for (const unit of world.units) add(unit)
  for (const unit of planned) if (unit.what === 'add') add(unit)
  return (word) => {
    const byCode = codes.get(word.toLowerCase())
    if (byCode) return byCode
    const byName = names.get(foldWords(word)) ?? []
    return byName.length > 1 ? 'several' : (byName[0] ?? 'none')
  }
}

function setLines(unit: PlannedUnit, file: FileRow, known: KnownUnit | undefined, find: Finder): void {
  for (const line of lines) {
    const word = file.cells[line]
    if (word === '') continue
    const found = find(word)
    if (typeof found === 'string') {
      const code = found === 'none' ? 'no_superior' : 'several_superiors'
      unit.issues.push({ column: line, code, params: { word } })
    } else if (found.id === known?.[line]) continue
    else if (found.id === unit.id) unit.issues.push({ column: line, code: 'itself', params: {} })
    else if (known && found.from > unit.from)
      unit.issues.push({
        column: line,
        code: 'superior_later',
        params: { name: found.name, day: found.from },
      })
    else {
      // A new unit may be older than what stands above it now: it stands under it from when that begins.
      const from = found.from > unit.from ? found.from : unit.from
      unit.superiors.push({ line, id: found.id, name: found.name, from })
    }
  }
  if (known && (unit.renamed || unit.superiors.length > 0) && unit.from < known.from)
    unit.issues.push({ column: 'from', code: 'before_begin', params: { day: known.from } })
}

/** Walks up from every row; who comes round to itself stands in a circle. */
function refuseCircles(planned: readonly PlannedUnit[], world: ImportWorld): void {
  for (const line of lines) {
    const above = new Map(world.units.map((u) => [u.id, u[line]]))
    for (const unit of planned) {
      const set = unit.superiors.find((s) => s.line === line)
      if (set) above.set(unit.id, set.id)
    }
    for (const unit of planned) {
      let at = above.get(unit.id) ?? null
      for (let steps = 0; at !== null && at !== unit.id && steps < 30; steps += 1) at = above.get(at) ?? null
      if (at === unit.id) unit.issues.push({ column: line, code: 'circle', params: {} })
    }
  }
}

/** An importer adds under and changes only what stands in reach: the rule of units.policy.ts, for a whole file. */
function refuseForeign(planned: readonly PlannedUnit[], world: ImportWorld): void {
  const { reach } = world
  if (reach === null) return
  const added = new Map(planned.filter((u) => u.what === 'add').map((u) => [u.id, u]))
  const within = (unit: PlannedUnit, steps = 0): boolean =>
    unit.superiors.length === 0
      ? world.mayTop
      : unit.superiors.some((s) => {
          const superior = added.get(s.id)
          return superior ? steps < 30 && within(superior, steps + 1) : reach.has(s.id)
        })
  for (const unit of planned) {
    if (unit.issues.length > 0) continue
    if (unit.what === 'add' && !within(unit)) {
      const column = unit.superiors.length === 0 ? 'administration' : (unit.superiors[0]?.line ?? null)
      unit.issues.push({ column, code: 'add_below_only', params: {} })
    }
    const changes = unit.renamed || unit.superiors.length > 0
    if (unit.what === 'same' && changes && !reach.has(unit.id))
      unit.issues.push({ column: null, code: 'not_yours', params: {} })
  }
}
