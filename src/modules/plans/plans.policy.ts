import type { Actor, Role } from '../../platform/context.ts'
import { AppError, declareErrors } from '../../platform/errors.ts'
import type { PlanAction } from './plans.api.schema.ts'

declareErrors({
  'plans.ask_elsewhere': 409,
  'plans.only_drafters': 403,
  'plans.only_leader': 403,
  'plans.only_clerk': 403,
  'plans.only_desk': 403,
  'plans.only_deciders': 403,
  'plans.not_own': 403,
  'plans.no_draft': 409,
  'plans.has_draft': 409,
  'plans.not_draft': 409,
  'plans.not_in_review': 409,
  'plans.not_approved': 409,
  'plans.not_ready': 422,
  'plans.has_number': 409,
  'plans.not_issued': 409,
  'plans.bad_link': 422,
  'plans.no_clauses': 422,
  'plans.other_year': 422,
  'plans.nothing_to_follow': 409,
  'plans.own_plan': 422,
  'plans.answered': 409,
  'plans.number_other_year': 409,
})

/** A plan as far as a right depends on it. */
export interface PlanStanding {
  unitId: string
  /** of its draft; null without one */
  state: 'draft' | 'in_review' | 'approved' | null
  hasNumber: boolean
  /** how its draft is to be signed */
  way: 'paper' | 'electronic'
  isIssued: boolean
}

type Rule = (actor: Actor, plan: PlanStanding) => string | null

const and =
  (...rules: Rule[]): Rule =>
  (actor, plan) => {
    for (const rule of rules) {
      const code = rule(actor, plan)
      if (code !== null) return code
    }
    return null
  }
const role =
  (code: string, ...roles: Role[]): Rule =>
  (actor) =>
    actor.kind === 'system' || roles.some((r) => actor.roles.includes(r)) ? null : code
const when =
  (code: string, holds: (plan: PlanStanding) => boolean): Rule =>
  (_actor, plan) =>
    holds(plan) ? null : code

const ofOwnUnit: Rule = (actor, plan) =>
  actor.kind === 'system' || actor.ownUnits.includes(plan.unitId) ? null : 'plans.not_own'
const drafter = role('plans.only_drafters', 'specialist', 'clerk')
const leader = role('plans.only_leader', 'leader')
const clerk = role('plans.only_clerk', 'clerk')
const inState = (state: 'draft' | 'in_review' | 'approved', code: string) =>
  when(code, (p) => p.state === state)
const hasDraft = when('plans.no_draft', (p) => p.state !== null)

/** Who may do what with a plan, each a sentence. */
const rules: Record<PlanAction, Rule> = {
  // Specialists and clerks of the unit write its draft, while it is a draft.
  draft: and(ofOwnUnit, hasDraft, drafter, inState('draft', 'plans.not_draft')),
  // Whoever writes it hands it on to the leader.
  submit: and(ofOwnUnit, hasDraft, drafter, inState('draft', 'plans.not_draft')),
  // A leader of the unit returns it with words, also after having approved it while it bears no number …
  return: and(
    ofOwnUnit,
    hasDraft,
    leader,
    when('plans.not_in_review', (p) => p.state === 'in_review' || (p.state === 'approved' && !p.hasNumber)),
  ),
  // … or approves it.
  approve: and(ofOwnUnit, hasDraft, leader, inState('in_review', 'plans.not_in_review')),
  // The clerk reserves its number once it is approved,
  number: and(
    ofOwnUnit,
    hasDraft,
    clerk,
    inState('approved', 'plans.not_approved'),
    when('plans.has_number', (p) => !p.hasNumber),
  ),
  // clerk or leader refuses it with a reason (the number stays in the register, void),
  refuse: and(
    ofOwnUnit,
    hasDraft,
    role('plans.only_deciders', 'clerk', 'leader'),
    inState('approved', 'plans.not_approved'),
  ),
  // leader and clerk sign and seal it where that is done electronically,
  sign: and(
    ofOwnUnit,
    hasDraft,
    role('signing.only_signers', 'leader', 'clerk'),
    inState('approved', 'plans.not_approved'),
    when('signing.by_hand', (p) => p.way === 'electronic'),
    when('signing.no_number', (p) => p.hasNumber),
  ),
  // and the clerk issues it.
  issue: and(ofOwnUnit, hasDraft, clerk, inState('approved', 'plans.not_approved')),
  // A revision is begun by whoever may draft, one at a time.
  revise: and(
    ofOwnUnit,
    drafter,
    when('plans.not_issued', (p) => p.isIssued),
    when('plans.has_draft', (p) => p.state === null),
  ),
  // Follow, keep, adapt: the same people, when no other draft is in review.
  choose: and(
    ofOwnUnit,
    drafter,
    when('plans.not_issued', (p) => p.isIssued),
    when('plans.not_draft', (p) => p.state === null || p.state === 'draft'),
  ),
  // Units ask for a change of somebody else's plan: their specialists, clerks and leaders.
  ask: and(role('plans.only_drafters', 'specialist', 'clerk', 'leader'), (actor, plan) =>
    actor.ownUnits.includes(plan.unitId) ? 'plans.own_plan' : null,
  ),
}

/** What the person may do with the plan now; screens draw exactly these. */
export function mayOn(actor: Actor, plan: PlanStanding): PlanAction[] {
  return (Object.keys(rules) as PlanAction[]).filter((action) => rules[action](actor, plan) === null)
}

/** @throws the sentence who may, or in which state it could be done */
export function requireMay(actor: Actor, action: PlanAction, plan: PlanStanding): void {
  const code = rules[action](actor, plan)
  if (code !== null) throw new AppError(code)
}

/** Whoever may begin a plan of the unit. */
export function mayCreate(actor: Actor): boolean {
  return drafter(actor, { unitId: '', state: null, hasNumber: false, way: 'paper', isIssued: false }) === null
}

/** Answering requests to amend: a specialist or leader of the unit whose plan it is. */
export function requireDesk(actor: Actor): void {
  if (actor.kind !== 'system' && !actor.roles.includes('specialist') && !actor.roles.includes('leader'))
    throw new AppError('plans.only_desk')
}
