import { useQuery, useQueryClient } from '@tanstack/react-query'
import { createLazyRoute } from '@tanstack/react-router'
import { useState } from 'react'
import { formatDate } from '#src/messages/format.ts'
import {
  getUnitOptions,
  listPeopleOptions,
  listUnitsOptions,
} from '../../api/generated/@tanstack/react-query.gen.ts'
import type { UnitDetail } from '../../api/generated/types.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { useSession } from '../../app/session.ts'
import { AppLink } from '../../parts/AppLink.tsx'
import { Button, ButtonLink } from '../../parts/Button.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { Columns, Group, Page, PageHead } from '../../parts/Page.tsx'
import { Panel } from '../../parts/Panel.tsx'
import { Skeleton } from '../../parts/Skeleton.tsx'
import { Status } from '../../parts/Status.tsx'
import css from './organisation.module.css'
import { unitRoute } from './organisation.routes.ts'
import { Delegations } from './Delegations.tsx'
import { SignInRules } from './SignInRules.tsx'
import { RenameDialog, SuperiorDialog } from './UnitDialogs.tsx'

export const Route = createLazyRoute('/organisation/units/$unitId')({ component: UnitScreen })

function UnitScreen() {
  const { unitId } = unitRoute.useParams()
  return <UnitView unitId={unitId} />
}

/**
 * One unit: who stands above and below it, how it is and was called, who heads it.
 * @param alone the unit has nothing below it and stands in place of the list
 */
export function UnitView({ unitId, alone }: { unitId: string; alone?: boolean }) {
  const t = useT()
  const client = useQueryClient()
  const { today } = useSession()
  const [open, setOpen] = useState<'rename' | 'superior' | null>(null)
  const query = useQuery(getUnitOptions({ path: { unitId } }))
  const unit = query.data
  const crumbs = alone ? undefined : [{ label: t('units.title'), href: '/organisation' }]
  if (!unit)
    return (
      <Page>
        <PageHead title={t('units.title')} {...(crumbs ? { crumbs } : {})} />
        {query.error ? (
          <ErrorNote error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <Skeleton rows={6} />
        )}
      </Page>
    )
  const name = nameOn(unit, today)
  const close = () => setOpen(null)
  const changed = () => {
    close()
    void client.invalidateQueries()
  }
  return (
    <Page>
      <PageHead
        title={name?.name ?? unit.code}
        {...(crumbs ? { crumbs } : {})}
        status={
          unit.until && unit.until <= today ? (
            <Status state="nil">{t('units.page.closed', { day: formatDate(unit.until) })}</Status>
          ) : unit.own && !alone ? (
            <span className="mute">{t('units.page.own')}</span>
          ) : null
        }
        acts={<Acts unit={unit} alone={alone ?? false} onOpen={setOpen} />}
      />
      <Columns aside={<Facts unit={unit} today={today} />}>
        <Superiors unit={unit} today={today} />
        <Below unit={unit} />
        <Names unit={unit} />
        <Succession unit={unit} />
        {unit.own ? <Delegations unitId={unit.id} /> : null}
        {unit.own ? <Authority /> : null}
        <SignInRules unitId={unit.id} />
      </Columns>
      {open === 'rename' ? <RenameDialog unit={unit} onClose={close} onDone={changed} /> : null}
      {open === 'superior' ? <SuperiorDialog unit={unit} onClose={close} onDone={changed} /> : null}
    </Page>
  )
}

function Acts(props: { unit: UnitDetail; alone: boolean; onOpen: (which: 'rename' | 'superior') => void }) {
  const t = useT()
  const { unit, alone, onOpen } = props
  const { actingUnit, memberships } = useSession()
  const isAdmin = memberships.some((m) => m.unit.id === actingUnit.id && m.roles.includes('admin'))
  // Where there is no list of units, their page leads to what stands beside the list.
  const codes = alone ? <ButtonLink to="/organisation/codes">{t('dispatch.codes.title')}</ButtonLink> : null
  if (unit.may.length === 0) return codes
  return (
    <>
      {codes}
      {alone && isAdmin ? (
        <>
          <ButtonLink to="/organisation/connections">{t('machines.title')}</ButtonLink>
          <ButtonLink to="/organisation/mails">{t('notices.mails.title')}</ButtonLink>
          <ButtonLink to="/organisation/jobs">{t('jobs.title')}</ButtonLink>
        </>
      ) : null}
      {unit.may.includes('unit.rename') ? (
        <Button onClick={() => onOpen('rename')}>{t('units.act.rename')}</Button>
      ) : null}
      {unit.may.includes('unit.set_superior') ? (
        <Button onClick={() => onOpen('superior')}>{t('units.act.setSuperior')}</Button>
      ) : null}
      {unit.may.includes('unit.reorganise') ? (
        <ButtonLink to="/organisation/successions/new" search={{ unit: unit.id }}>
          {t('units.act.reorganise')}
        </ButtonLink>
      ) : null}
      {unit.may.includes('unit.add_below') ? (
        <>
          {alone ? <ButtonLink to="/organisation/import">{t('units.act.import')}</ButtonLink> : null}
          <ButtonLink to="/organisation/new" search={{ under: unit.id }}>
            {t('units.act.add')}
          </ButtonLink>
        </>
      ) : null}
    </>
  )
}

function nameOn(unit: UnitDetail, day: string) {
  return unit.names.find((n) => n.from <= day) ?? unit.names.at(-1)
}

function Facts({ unit, today }: { unit: UnitDetail; today: string }) {
  const t = useT()
  const people = useQuery(listPeopleOptions({ path: { unitId: unit.id }, query: { limit: 1 } }))
  const name = nameOn(unit, today)
  const head = people.data?.head
  const facts = [
    { label: t('units.form.kind'), value: unit.kindName },
    { label: t('units.form.shortName'), value: name?.shortName },
    { label: t('units.form.abbreviation'), value: name?.abbreviation },
    { label: t('units.form.place'), value: name?.place },
    ...(name?.parentLine ? [{ label: t('units.form.parentLine'), value: name.parentLine }] : []),
    { label: t('units.page.code'), value: unit.code },
    {
      label: t('units.page.head'),
      value: people.data ? (
        head ? (
          <>
            {head.name}
            {head.title ? <span className={css.second}>{head.title}</span> : null}
          </>
        ) : (
          <span className="mute">{t('units.page.head.none')}</span>
        )
      ) : null,
    },
  ]
  return (
    <Panel
      title={t('units.page.facts')}
      footer={
        <ButtonLink to="/organisation/units/$unitId/people" params={{ unitId: unit.id }} search={{}}>
          {t('units.act.people')}
        </ButtonLink>
      }
    >
      <dl className={css.facts}>
        {facts.map((f) => (
          <div key={f.label}>
            <dt>{f.label}</dt>
            <dd>{f.value}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  )
}

function Superiors({ unit, today }: { unit: UnitDetail; today: string }) {
  const t = useT()
  return (
    <div className={css.section}>
      <Group title={t('units.page.superiors')}>
        <ul className={css.rows}>
          {(['administration', 'profession'] as const).map((line) => {
            const rows = unit.superiors.filter((s) => s.line === line)
            const present = rows.some((s) => s.from <= today && (s.until === null || s.until > today))
            return (
              <li key={line}>
                <span className="mid">{t(`units.line.${line}`)}</span>
                <span className={css.second}>{t(`units.line.${line}.hint`)}</span>
                {present ? null : <p className="mute">{t('units.page.superior.none')}</p>}
                {rows.map((s) => (
                  <p key={s.from} className={css.aside}>
                    {s.unit.readable ? (
                      <AppLink href={`/organisation/units/${s.unit.id}`}>{s.unit.name}</AppLink>
                    ) : (
                      <span>{s.unit.name}</span>
                    )}
                    <Period from={s.from} until={s.until} />
                  </p>
                ))}
              </li>
            )
          })}
        </ul>
      </Group>
    </div>
  )
}

function Below({ unit }: { unit: UnitDetail }) {
  const t = useT()
  const shown = 10
  const query = useQuery({
    ...listUnitsOptions({ query: { under: unit.id, limit: shown } }),
    enabled: unit.below > 0,
  })
  return (
    <div className={css.section}>
      <Group title={t('units.page.below')} note={t('units.list.total', { n: unit.below })}>
        {unit.below === 0 ? <p className="mute">{t('units.page.below.none')}</p> : null}
        {query.error ? <ErrorNote error={query.error} onRetry={() => void query.refetch()} /> : null}
        {unit.below > 0 && !query.data && !query.error ? <Skeleton rows={3} /> : null}
        <ul className={css.rows}>
          {query.data?.units.map((u) => (
            <li key={u.id} className={css.aside}>
              <AppLink href={`/organisation/units/${u.id}`}>{u.name}</AppLink>
              <span className="mute small">{u.kindName}</span>
            </li>
          ))}
        </ul>
        {unit.below > shown ? (
          <ButtonLink to="/organisation" search={{ under: unit.id }} kind="bare">
            {t('common.list.more.rest', { n: unit.below - shown })}
          </ButtonLink>
        ) : null}
      </Group>
    </div>
  )
}

function Names({ unit }: { unit: UnitDetail }) {
  const t = useT()
  return (
    <div className={css.section}>
      <Group title={t('units.page.names')}>
        <ul className={css.rows}>
          {unit.names.map((n) => (
            <li key={n.from}>
              <p className={css.aside}>
                <span>{n.name}</span>
                <Period from={n.from} until={n.until} />
              </p>
              <span className={css.second}>
                {n.abbreviation} · {n.place}
              </span>
            </li>
          ))}
        </ul>
      </Group>
    </div>
  )
}

/** The ways to the register of who may sign, and to the unit's own forms. */
function Authority() {
  const t = useT()
  return (
    <div className={css.section}>
      <Group title={t('mandates.title')}>
        <p className={css.hint}>{t('mandates.lead')}</p>
        <ButtonLink to="/organisation/mandates" search={{}} size="small">
          {t('mandates.open')}
        </ButtonLink>
      </Group>
      <div className={css.after} />
      <Group title={t('forms.title')}>
        <p className={css.hint}>{t('forms.lead')}</p>
        <ButtonLink to="/organisation/forms" search={{}} size="small">
          {t('forms.open')}
        </ButtonLink>
      </Group>
    </div>
  )
}

/** From whom it came, who goes on for it, by which decree. */
function Succession({ unit }: { unit: UnitDetail }) {
  const t = useT()
  if (unit.succession.length === 0) return null
  const link = (u: UnitDetail['succession'][number]['from']) =>
    u.readable && u.id !== unit.id ? (
      <AppLink href={`/organisation/units/${u.id}`}>{u.name}</AppLink>
    ) : (
      <span>{u.name}</span>
    )
  return (
    <div className={css.section}>
      <Group title={t('units.page.succession')}>
        <ul className={css.rows}>
          {unit.succession.map((s) => (
            <li key={`${s.kind} ${s.day} ${s.from.id} ${s.to.id}`}>
              <p className={css.aside}>
                <span>
                  {t(`units.succession.${s.kind}`)}{' '}
                  {s.from.id === s.to.id ? null : (
                    <>
                      {link(s.from)} → {link(s.to)}
                    </>
                  )}
                </span>
                <span className="mute small num">{t('units.page.since', { day: formatDate(s.day) })}</span>
              </p>
              <span className={css.second}>{s.decree}</span>
            </li>
          ))}
        </ul>
      </Group>
    </div>
  )
}

function Period(props: { from: string; until: string | null }) {
  const t = useT()
  const from = formatDate(props.from)
  return (
    <span className="mute small num">
      {props.until
        ? t('units.page.period', { from, until: formatDate(props.until) })
        : t('units.page.since', { day: from })}
    </span>
  )
}
