import { foldWords } from '../../units/index.ts'
import { tagsOf, type Column, type FileRow } from './columns.ts'

/** Somebody of a unit as of the day of the import. */
export interface KnownPerson {
  id: string
  unitId: string
  name: string
  title: string | null
  tags: readonly string[]
  email: string | null
  phone: string | null
}

export interface ImportWorld {
  people: readonly KnownPerson[]
  /** the unit of rows that name none */
  unitId: string
  /** units whose people may be kept, by code and by folded name; null: several bear that name */
  units: ReadonlyMap<string, { id: string; name: string } | null>
  newId: () => string
}

export interface Issue {
  column: Column | null
  /** message `people.issue.<code>` */
  code: string
  params: Record<string, string | number>
}

export interface PlannedPerson {
  row: number
  id: string
  what: 'add' | 'change' | 'same' | 'error'
  unitId: string
  unitName: string
  name: string
  title: string | null
  tags: string[]
  email: string | null
  phone: string | null
  issues: Issue[]
}

const mostTags = 12

/** What each row of a file would do. A person is known by the name within the unit. Pure. */
export function planImport(rows: readonly FileRow[], world: ImportWorld): PlannedPerson[] {
  const known = Map.groupBy(world.people, (p) => `${p.unitId} ${foldWords(p.name)}`)
  const first = new Map<string, number>()
  const own = [...world.units.values()].find((u) => u?.id === world.unitId)
  return rows.map((file) => {
    const { cells } = file
    const issues: Issue[] = []
    const complain = (column: Column, code: string, params: Issue['params'] = {}) =>
      issues.push({ column, code, params })
    const unit = cells.unit === '' ? own : findUnit(world, cells.unit)
    if (!unit) complain('unit', unit === null ? 'several_units' : 'no_unit', { word: cells.unit })
    if (cells.name === '') complain('name', 'missing')
    if (cells.name.length > 80) complain('name', 'too_long', { most: 80 })
    if (cells.title.length > 120) complain('title', 'too_long', { most: 120 })
    if (cells.email !== '' && !/^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/.test(cells.email)) complain('email', 'email')
    if (cells.phone !== '' && (!/^[0-9+() .-]+$/.test(cells.phone) || cells.phone.length > 40))
      complain('phone', 'phone')
    const tags = tagsOf(cells.tags)
    if (tags.length > mostTags) complain('tags', 'many_tags', { most: mostTags })
    const long = tags.find((tag) => tag.length > 40)
    if (long !== undefined) complain('tags', 'too_long', { most: 40 })
    const key = `${unit?.id ?? ''} ${foldWords(cells.name)}`
    const twice = first.get(key)
    if (cells.name !== '' && twice !== undefined) complain('name', 'double', { row: twice })
    else first.set(key, file.row)
    const same = known.get(key) ?? []
    if (same.length > 1) complain('name', 'namesakes', { n: same.length })
    const [person] = same
    // An empty cell leaves what is known as it is.
    const planned = {
      row: file.row,
      id: person?.id ?? world.newId(),
      unitId: unit?.id ?? '',
      unitName: unit?.name ?? '',
      name: person?.name ?? cells.name,
      title: cells.title || (person?.title ?? null),
      tags: tags.length > 0 ? tags : [...(person?.tags ?? [])],
      email: cells.email || (person?.email ?? null),
      phone: cells.phone || (person?.phone ?? null),
      issues,
    }
    return { ...planned, what: whatOf(planned, person) }
  })
}

function findUnit(world: ImportWorld, word: string): { id: string; name: string } | null | undefined {
  return world.units.get(word.toLowerCase()) ?? world.units.get(foldWords(word))
}

function whatOf(planned: Omit<PlannedPerson, 'what'>, known: KnownPerson | undefined): PlannedPerson['what'] {
  if (planned.issues.length > 0) return 'error'
  if (!known) return 'add'
  const isSame =
    planned.title === known.title &&
    planned.email === known.email &&
    planned.phone === known.phone &&
    planned.tags.join('\n') === known.tags.join('\n')
  return isSame ? 'same' : 'change'
}
