import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { createLazyRoute } from '@tanstack/react-router'
import { useState } from 'react'
import { formatDate, formatInstant } from '#src/messages/format.ts'
import {
  carryOutSuccessionMutation,
  dropSuccessionMutation,
  getSuccessionOptions,
  reopenSuccessionMutation,
  undoSuccessionMutation,
} from '../../api/generated/@tanstack/react-query.gen.ts'
import type { Succession } from '../../api/generated/types.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { useSession } from '../../app/session.ts'
import { usePhone } from '../../parts/useMedia.ts'
import { Button } from '../../parts/Button.tsx'
import { DateField } from '../../parts/DateField.tsx'
import { ConfirmDialog } from '../../parts/Dialog.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { TextField } from '../../parts/FormField.tsx'
import { Columns, Group, Page, PageHead } from '../../parts/Page.tsx'
import { Panel, PanelBody } from '../../parts/Panel.tsx'
import { Skeleton } from '../../parts/Skeleton.tsx'
import { StateShape } from '../../parts/shapes.tsx'
import css from './succession.module.css'
import { successionRoute } from './organisation.routes.ts'
import { SuccessionBelow } from './SuccessionBelow.tsx'
import { SuccessionState } from './SuccessionList.tsx'
import { SuccessionPeople } from './SuccessionPeople.tsx'
import { SuccessionUnits } from './SuccessionUnits.tsx'
import { SuccessionWork } from './SuccessionWork.tsx'
import { reshapes, useSuccessionDraft, type SuccessionDraft } from './useSuccession.ts'

export const Route = createLazyRoute('/organisation/successions/$successionId')({
  component: SuccessionScreen,
})

const crumbsOf = (t: ReturnType<typeof useT>) => [
  { label: t('units.title'), href: '/organisation' },
  { label: t('succession.title'), href: '/organisation/successions' },
]

function SuccessionScreen() {
  const t = useT()
  const { successionId } = successionRoute.useParams()
  const query = useQuery(getSuccessionOptions({ path: { successionId } }))
  if (query.data) return <PlanView key={`${query.data.id} ${query.data.state}`} plan={query.data} />
  return (
    <Page>
      <PageHead title={t('succession.title')} crumbs={crumbsOf(t)} />
      {query.error ? (
        <ErrorNote error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <Skeleton rows={6} />
      )}
    </Page>
  )
}

type Deed = 'carry_out' | 'undo' | 'drop'

/** A reorganisation: what has to be chosen first, then everything concerned; carried out and undone from here. */
function PlanView({ plan }: { plan: Succession }) {
  const t = useT()
  const draft = useSuccessionDraft(plan)
  const [asked, setAsked] = useState<Deed | null>(null)
  const { today } = useSession()
  const isLater = plan.day > today
  const phone = usePhone()
  return (
    <Page>
      <PageHead
        title={plan.title}
        crumbs={crumbsOf(t)}
        status={<SuccessionState state={plan.state} />}
        acts={<Acts plan={plan} draft={draft} isLater={isLater} onAsk={setAsked} />}
      />
      <p className={css.under}>
        {t(`succession.kind.${plan.kind}`)} · {t('succession.column.day')} {formatDate(plan.day)}
        {plan.decree ? ` · ${plan.decree}` : ''}
      </p>
      <Standing plan={plan} />
      {draft.error ? <ErrorNote error={draft.error} /> : null}
      {plan.preview ? (
        <Columns aside={phone ? null : <Problems plan={plan} draft={draft} />}>
          {phone ? <Problems plan={plan} draft={draft} /> : null}
          <Decree draft={draft} />
          <SuccessionUnits plan={plan} draft={draft} />
          {reshapes(plan.kind) ? (
            <>
              <SuccessionBelow plan={plan} draft={draft} />
              <SuccessionPeople plan={plan} draft={draft} />
              {plan.kind === 'part' ? null : <SuccessionWork plan={plan} draft={draft} />}
            </>
          ) : null}
        </Columns>
      ) : null}
      {asked ? <Confirm plan={plan} deed={asked} isLater={isLater} onClose={() => setAsked(null)} /> : null}
    </Page>
  )
}

function Acts(props: {
  plan: Succession
  draft: SuccessionDraft
  isLater: boolean
  onAsk: (deed: Deed) => void
}) {
  const t = useT()
  const client = useQueryClient()
  const { plan, draft, isLater, onAsk } = props
  const reopen = useMutation({ ...reopenSuccessionMutation(), onSettled: () => client.invalidateQueries() })
  const path = { successionId: plan.id }
  return (
    <>
      {plan.may.includes('save') ? (
        <span className="mute small" role="status">
          {draft.isSaving ? t('succession.saving') : t('succession.saved')}
        </span>
      ) : null}
      {plan.may.includes('drop') ? (
        <Button onClick={() => onAsk('drop')}>{t('succession.act.drop')}</Button>
      ) : null}
      {plan.may.includes('reopen') ? (
        <Button onClick={() => reopen.mutate({ path, body: { version: plan.version } })}>
          {t('succession.act.reopen')}
        </Button>
      ) : null}
      {plan.may.includes('undo') ? (
        <Button onClick={() => onAsk('undo')}>{t('succession.act.undo')}</Button>
      ) : null}
      {plan.may.includes('carry_out') && !draft.isSaving ? (
        <Button kind="go" onClick={() => onAsk('carry_out')}>
          {isLater ? t('succession.act.schedule') : t('succession.act.carryOut')}
        </Button>
      ) : null}
    </>
  )
}

function Standing({ plan }: { plan: Succession }) {
  const t = useT()
  const words = [
    plan.state === 'due' ? t('succession.due.words', { day: formatDate(plan.day) }) : null,
    plan.doneAt ? t('succession.done.words', { at: formatInstant(plan.doneAt) }) : null,
    plan.undoUntil ? t('succession.undo.until', { at: formatInstant(plan.undoUntil) }) : null,
    plan.undoneAt ? t('succession.undone.words', { at: formatInstant(plan.undoneAt) }) : null,
    plan.problem ? `${t('succession.problem.label')}: ${plan.problem}` : null,
  ].filter((w) => w !== null)
  if (words.length === 0) return null
  return (
    <div className={css.standing} role="status">
      {words.map((w) => (
        <p key={w}>{w}</p>
      ))}
    </div>
  )
}

/** What has to be chosen, first of all; each leads to its part of the page. */
function Problems({ plan, draft }: { plan: Succession; draft: SuccessionDraft }) {
  const t = useT()
  const problems = plan.preview?.problems ?? []
  const notes = plan.preview?.notes ?? []
  return (
    <>
      <Panel title={t('succession.section.choose')} note={problems.length > 0 ? problems.length : undefined}>
        <PanelBody>
          {problems.length === 0 ? (
            <p>{t('succession.section.choose.none')}</p>
          ) : (
            <ul className={css.problems} aria-busy={draft.isSaving || undefined}>
              {problems.map((p, i) => (
                <li key={i}>
                  <StateShape state="late" size={11} />
                  <a href={`#succession-${p.section}`}>{p.words}</a>
                </li>
              ))}
            </ul>
          )}
        </PanelBody>
      </Panel>
      {notes.length > 0 ? (
        <Panel title={t('succession.section.notes')}>
          <PanelBody>
            <ul className={css.notes}>
              {notes.map((n) => (
                <li key={n.words}>{n.words}</li>
              ))}
            </ul>
          </PanelBody>
        </Panel>
      ) : null}
    </>
  )
}

function Decree({ draft }: { draft: SuccessionDraft }) {
  const t = useT()
  const { content, change, day, setDay } = draft
  const { decree } = content
  const set = (next: Partial<typeof decree>) => change({ decree: { ...decree, ...next } })
  return (
    <div id="succession-decree" className={css.section}>
      <Group title={t('succession.section.decree')}>
        <fieldset disabled={!draft.isEditable} className={css.grid}>
          <TextField
            label={t('succession.form.symbol')}
            hint={t('succession.form.symbol.hint')}
            value={decree.symbol}
            maxLength={60}
            onChange={(e) => set({ symbol: e.target.value })}
          />
          <TextField
            label={t('succession.form.issuer')}
            value={decree.issuer}
            maxLength={200}
            onChange={(e) => set({ issuer: e.target.value })}
          />
          <DateField
            label={t('succession.form.date')}
            value={decree.date}
            onChange={(date) => set({ date })}
          />
          <DateField
            label={t('succession.form.day')}
            hint={t('succession.form.day.hint')}
            value={day}
            onChange={(next) => (next === null ? undefined : setDay(next))}
          />
        </fieldset>
      </Group>
    </div>
  )
}

function Confirm(props: { plan: Succession; deed: Deed; isLater: boolean; onClose: () => void }) {
  const t = useT()
  const client = useQueryClient()
  const navigate = successionRoute.useNavigate()
  const { plan, deed, isLater, onClose } = props
  const options = {
    onSuccess: async () => {
      await client.invalidateQueries()
      onClose()
      if (deed === 'drop') await navigate({ to: '/organisation/successions' })
    },
  }
  const carry = useMutation({ ...carryOutSuccessionMutation(), ...options })
  const undo = useMutation({ ...undoSuccessionMutation(), ...options })
  const drop = useMutation({ ...dropSuccessionMutation(), ...options })
  const act = { carry_out: carry, undo, drop }[deed]
  const body = { path: { successionId: plan.id }, body: { version: plan.version } }
  const key = deed === 'carry_out' ? 'carry' : deed
  const label = deed === 'carry_out' ? (isLater ? 'schedule' : 'carryOut') : deed
  return (
    <ConfirmDialog
      title={t(`succession.${key}.title`)}
      act={t(`succession.act.${label}`)}
      danger={deed !== 'carry_out'}
      busy={act.isPending && t('common.busy.saving')}
      onConfirm={() => act.mutate(body)}
      onClose={onClose}
    >
      {act.error ? <ErrorNote error={act.error} focus /> : null}
      {deed === 'carry_out' ? (
        <>
          <p>
            {isLater ? t('succession.carry.later', { day: formatDate(plan.day) }) : t('succession.carry.now')}
          </p>
          <Counts plan={plan} />
        </>
      ) : (
        <p>{t(`succession.${deed}.words`)}</p>
      )}
    </ConfirmDialog>
  )
}

function Counts({ plan }: { plan: Succession }) {
  const t = useT()
  const p = plan.preview
  if (!p || !reshapes(plan.kind)) return null
  const counts = {
    closes: p.closes.length,
    below: p.below.filter((b) => b.to !== null).length,
    people: p.people.filter((m) => m.to !== null).length,
    work: p.work.reduce((n, w) => n + w.n, 0),
  }
  return (
    <ul className={css.counts}>
      {Object.entries(counts).map(([key, n]) =>
        plan.kind === 'part' && n === 0 ? null : <li key={key}>{t(`succession.carry.${key}`, { n })}</li>,
      )}
    </ul>
  )
}
