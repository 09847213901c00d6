import type { Activity, LogActivityInput, LogForm } from '../../api/generated/index.ts'

/** What is on the form: as a person chooses it, not yet as the server wants it. */
export interface Draft {
  /** id of the activity, made here: sent again after a lost answer it is the same activity */
  id: string
  day: string
  /** keys of tasks (`keyOf`); `[]` with `noTask` means that it belongs to none */
  tasks: string[]
  noTask: boolean
  form: string
  title: string
  audiences: string[]
  place: string
  attendances: number | null
  persons: number | null
  /** figures by indicator, beside those that the server fills in by itself */
  figures: Record<string, number | null>
  result: string
  shortcoming: string
  cause: string
  nextStep: string
  cost: number | null
  fund: string
  programmes: string[]
  photoIds: string[]
}

export function emptyDraft(id: string, today: string): Draft {
  return {
    id,
    day: today,
    tasks: [],
    noTask: false,
    form: '',
    title: '',
    audiences: [],
    place: '',
    attendances: null,
    persons: null,
    figures: {},
    result: '',
    shortcoming: '',
    cause: '',
    nextStep: '',
    cost: null,
    fund: '',
    programmes: [],
    photoIds: [],
  }
}

export function keyOf(task: { planId: string; taskKey: string }): string {
  return `${task.planId} ${task.taskKey}`
}

/** A draft with another choice of tasks: the form and audiences that go with the first one, where nobody chose others. */
export function withTasks(draft: Draft, tasks: string[], terms: LogForm): Draft {
  const first = terms.tasks.find((t) => keyOf(t) === tasks[0])
  const before = terms.tasks.find((t) => keyOf(t) === draft.tasks[0])
  const followsTask = draft.form === '' || draft.form === before?.form
  return {
    ...draft,
    tasks,
    noTask: false,
    form: followsTask && first?.form ? first.form : draft.form,
    audiences: draft.audiences.length === 0 && first ? first.audiences : draft.audiences,
  }
}

/** What the server is told. */
export function inputOf(draft: Draft): LogActivityInput {
  const { id, day, title, form, audiences, place, attendances, persons, photoIds, programmes, cost } = draft
  return {
    id,
    day,
    title: title.trim(),
    form,
    audiences,
    place: place.trim(),
    attendances,
    persons,
    photoIds,
    programmes,
    cost,
    fund: draft.fund === '' ? null : draft.fund,
    tasks: draft.tasks.map((key) => {
      const cut = key.indexOf(' ')
      return { planId: key.slice(0, cut), taskKey: key.slice(cut + 1) }
    }),
    figures: Object.entries(draft.figures).flatMap(([indicator, n]) =>
      n === null ? [] : [{ indicator, n, d: null }],
    ),
    result: draft.result.trim(),
    shortcoming: draft.shortcoming.trim(),
    cause: draft.cause.trim(),
    nextStep: draft.nextStep.trim(),
  }
}

/** Indicators that stand in fields of their own and are not stated again as figures. */
const ownFields = new Set(['attendances', 'cost', 'persons_reached'])

/** The form of an activity that is to be corrected. */
export function draftOf(activity: Activity): Draft {
  const c = activity.content
  return {
    id: activity.id,
    day: c.day,
    tasks: c.tasks.map(keyOf),
    noTask: c.tasks.length === 0,
    form: c.form.code,
    title: c.title,
    audiences: c.audiences.map((a) => a.code),
    place: c.place,
    attendances: c.attendances,
    persons: c.persons,
    figures: Object.fromEntries(
      c.figures.filter((f) => !ownFields.has(f.indicator)).map((f) => [f.indicator, f.n]),
    ),
    result: c.result,
    shortcoming: c.shortcoming,
    cause: c.cause,
    nextStep: c.nextStep,
    cost: c.cost,
    fund: c.fund?.code ?? '',
    programmes: c.programmes.map((p) => p.id),
    photoIds: c.photoIds,
  }
}

/** Which fields still need something, by their names on the form. */
export function missingIn(draft: Draft, terms: LogForm): ('tasks' | 'form' | 'day')[] {
  return [
    ...(draft.tasks.length === 0 && !draft.noTask && terms.tasks.length > 0 ? (['tasks'] as const) : []),
    ...(draft.day === '' ? (['day'] as const) : []),
    ...(draft.form === '' ? (['form'] as const) : []),
  ]
}
