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
  kind: 'document' | 'plan' | 'report' | 'activity' | 'direction' | 'draft'
  unit: OracleUnit
  /** the day on which it left, or was made */
  day: string
  isPublic: boolean
  /** did it leave its unit: issued, submitted, recorded as done; what was received from outside did not */
  left: boolean
  /** units to which it was dispatched or submitted */
  deliveredTo: OracleUnit[]
  /** what it stands on directly: superior documents and plans */
  restsOn: OracleThing[]
  /** what it counted or encloses directly: child reports, activities; of a direction the document that goes with it */
  encloses: OracleThing[]
}

export type Ground = 'own' | 'below' | 'delivered' | 'up' | 'public'

/**
 * The grounds on which a unit may read a thing on a day; empty: it may not.
 * @param all everything there is, in the order in which it was made
 */
export function groundsOf(
  viewer: OracleUnit,
  thing: OracleThing,
  all: readonly OracleThing[],
  today: string,
): Ground[] {
  const grounds: Ground[] = []
  if (isOwn(viewer, thing.unit, today)) grounds.push('own')
  if (thing.left && isAbove(viewer, thing.unit, today)) grounds.push('below')
  // A document received from outside does not leave its unit, but it goes with a direction that encloses it.
  if (
    (thing.left || thing.kind === 'document') &&
    all.some((x) => received(viewer, x, today) && enclosed(x).has(thing))
  )
    grounds.push('delivered')
  // A document received from outside does not leave its unit, but it goes up the thread of what stands on it.
  if (
    (thing.left || thing.kind === 'document') &&
    all.some((x, i) => received(viewer, x, today) && handedOn(x, all.slice(0, i)).has(thing))
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
      if (unit && isOwn(viewer, unit, today)) return true
    }
    return false
  })
}

function received(viewer: OracleUnit, thing: OracleThing, today: string): boolean {
  return thing.left && thing.deliveredTo.some((unit) => isOwn(viewer, unit, today))
}

/** A delivered thing with everything it counted or encloses, directly or through others. */
function enclosed(from: OracleThing): Set<OracleThing> {
  const seen = new Set<OracleThing>()
  const visit = (thing: OracleThing): void => {
    if (seen.has(thing)) return
    seen.add(thing)
    thing.encloses.forEach(visit)
  }
  visit(from)
  return seen
}

/**
 * What the recipients of a thing get up the thread: what it rests on, directly or through others, as far as the sender
 * itself could read it on the day of sending; nobody hands on what is not open to him.
 */
function handedOn(sent: OracleThing, before: readonly OracleThing[]): Set<OracleThing> {
  const seen = new Set<OracleThing>()
  const visit = (thing: OracleThing): void => {
    for (const base of thing.restsOn) {
      if (seen.has(base) || groundsOf(sent.unit, base, before, sent.day).length === 0) continue
      seen.add(base)
      visit(base)
    }
  }
  visit(sent)
  return seen
}
