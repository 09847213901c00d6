/**
 * Who may read what, written by hand from docs/architecture.md over plain objects. It shares no code and no data with
 * the program: the tests ask both and compare.
 */

export interface OracleUnit {
  name: string
  /** who stands above, per line, on which days `[from, until)` */
  superiors: {
    line: 'administration' | 'profession'
    superior: OracleUnit
    from: string
    until: string | null
  }[]
  /** the day it closed and who goes on for it */
  closed: { day: string; successors: OracleUnit[] } | null
}

export interface OracleThing {
  kind: 'document' | 'plan' | 'report' | 'activity' | 'draft'
  unit: OracleUnit
  isPublic: boolean
  /** did it leave its unit: issued, submitted, recorded as done */
  left: boolean
  /** units to which it was dispatched or submitted */
  deliveredTo: OracleUnit[]
  /** what it stands on directly: superior documents and plans */
  restsOn: OracleThing[]
  /** what it counted or encloses directly: child reports, activities */
  encloses: OracleThing[]
}

export type Ground = 'own' | 'below' | 'delivered' | 'up' | 'public'

/** The grounds on which a unit may read a thing on a day; empty: it may not. */
export function groundsOf(
  viewer: OracleUnit,
  thing: OracleThing,
  all: readonly OracleThing[],
  today: string,
): Ground[] {
  const grounds: Ground[] = []
  if (isOwn(viewer, thing.unit, today)) grounds.push('own')
  if (thing.left && isAbove(viewer, thing.unit, today)) grounds.push('below')
  if (thing.left && all.some((x) => received(viewer, x, today) && reach(x, (t) => t.encloses).has(thing)))
    grounds.push('delivered')
  if (
    thing.left &&
    all.some((x) => received(viewer, x, today) && x !== thing && reach(x, (t) => t.restsOn).has(thing))
  )
    grounds.push('up')
  if (thing.left && thing.isPublic) grounds.push('public')
  return grounds
}

/** Own: the unit itself, and whoever goes on for a closed one, through any number of steps. */
function isOwn(viewer: OracleUnit, owner: OracleUnit, today: string): boolean {
  if (viewer === owner) return true
  return (
    owner.closed !== null &&
    owner.closed.day <= today &&
    owner.closed.successors.some((s) => isOwn(viewer, s, today))
  )
}

/** Above: the chain of superiors of one line, link by link, as it is today. */
function isAbove(viewer: OracleUnit, below: OracleUnit, today: string): boolean {
  return (['administration', 'profession'] as const).some((line) => {
    let unit: OracleUnit | undefined = below
    for (let i = 0; unit && i < 30; i += 1) {
      unit = unit.superiors.find(
        (s) => s.line === line && s.from <= today && (s.until === null || s.until > today),
      )?.superior
      if (unit === viewer) return true
    }
    return false
  })
}

function received(viewer: OracleUnit, thing: OracleThing, today: string): boolean {
  return thing.left && thing.deliveredTo.some((unit) => isOwn(viewer, unit, today))
}

function reach(from: OracleThing, next: (thing: OracleThing) => readonly OracleThing[]): Set<OracleThing> {
  const seen = new Set<OracleThing>()
  const visit = (thing: OracleThing): void => {
    if (seen.has(thing)) return
    seen.add(thing)
    next(thing).forEach(visit)
  }
  visit(from)
  return seen
}
