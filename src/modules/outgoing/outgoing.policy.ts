import type { Actor, Role } from '../../platform/context.ts'
import { AppError, declareErrors } from '../../platform/errors.ts'
import type { OutgoingAction } from './outgoing.api.schema.ts'

declareErrors({
  'outgoing.only_drafters': 403,
  'outgoing.only_leader': 403,
  'outgoing.only_clerk': 403,
  'outgoing.only_deciders': 403,
  'outgoing.not_draft': 409,
  'outgoing.not_in_review': 409,
  'outgoing.not_approved': 409,
  'outgoing.has_number': 409,
  'outgoing.not_ready': 422,
  'outgoing.number_other_year': 409,
  'outgoing.bad_link': 422,
  'outgoing.issued_already': 409,
  'outgoing.not_copied': 422,
  'outgoing.no_original': 409,
})

/** A document as far as a right depends on it. */
export interface OutgoingStanding {
  unitId: string
  state: 'draft' | 'in_review' | 'approved'
  hasNumber: boolean
  way: 'paper' | 'electronic'
}

type Rule = (actor: Actor, document: OutgoingStanding) => string | null

const and =
  (...rules: Rule[]): Rule =>
  (actor, document) => {
    for (const rule of rules) {
      const code = rule(actor, document)
      if (code !== null) return code
    }
    return null
  }
const role =
  (code: string, ...roles: Role[]): Rule =>
  (actor) =>
    roles.some((r) => actor.roles.includes(r)) ? null : code
const when =
  (code: string, holds: (document: OutgoingStanding) => boolean): Rule =>
  (_actor, document) =>
    holds(document) ? null : code

const drafter = role('outgoing.only_drafters', 'specialist', 'clerk')
const leader = role('outgoing.only_leader', 'leader')
const clerk = role('outgoing.only_clerk', 'clerk')
const inState = (state: OutgoingStanding['state'], code: string) => when(code, (d) => d.state === state)

/** Who may do what with a document of the unit, each a sentence. It was found within the unit: others do not see it. */
const rules: Record<OutgoingAction, Rule> = {
  // Specialists and clerks write it, while it is a draft,
  draft: and(drafter, inState('draft', 'outgoing.not_draft')),
  // and hand it on to the leader.
  submit: and(drafter, inState('draft', 'outgoing.not_draft')),
  // Whoever works on it says something beside it.
  comment: role('outgoing.only_deciders', 'specialist', 'clerk', 'leader'),
  // A leader gives it back with words, also after having approved it while it bears no number,
  return: and(
    leader,
    when(
      'outgoing.not_in_review',
      (d) => d.state === 'in_review' || (d.state === 'approved' && !d.hasNumber),
    ),
  ),
  // or approves it.
  approve: and(leader, inState('in_review', 'outgoing.not_in_review')),
  // The clerk reserves its number,
  number: and(
    clerk,
    inState('approved', 'outgoing.not_approved'),
    when('outgoing.has_number', (d) => !d.hasNumber),
  ),
  // clerk or leader refuses it with a reason (a number it had stays in the register, void),
  refuse: and(
    role('outgoing.only_deciders', 'clerk', 'leader'),
    inState('approved', 'outgoing.not_approved'),
  ),
  // leader and clerk sign and seal it where that is done electronically,
  sign: and(
    role('signing.only_signers', 'leader', 'clerk'),
    inState('approved', 'outgoing.not_approved'),
    when('signing.by_hand', (d) => d.way === 'electronic'),
    when('signing.no_number', (d) => d.hasNumber),
  ),
  // and the clerk issues it.
  issue: and(clerk, inState('approved', 'outgoing.not_approved')),
}

/** What the person may do with the document now; screens draw exactly these. */
export function mayOn(actor: Actor, document: OutgoingStanding): OutgoingAction[] {
  return (Object.keys(rules) as OutgoingAction[]).filter((action) => rules[action](actor, document) === null)
}

/** @throws the sentence who may, or in which state it could be done */
export function requireMay(actor: Actor, action: OutgoingAction, document: OutgoingStanding): void {
  const code = rules[action](actor, document)
  if (code !== null) throw new AppError(code)
}

/** Whoever may begin a document of the unit. */
export function mayBegin(actor: Actor): boolean {
  return drafter(actor, { unitId: '', state: 'draft', hasNumber: false, way: 'paper' }) === null
}

/** @throws outgoing.only_drafters */
export function requireBegin(actor: Actor): void {
  if (!mayBegin(actor)) throw new AppError('outgoing.only_drafters')
}
