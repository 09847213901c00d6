import { IconSend } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { formatDayMonth, formatNumber } from '#src/messages/format.ts'
import type { Today } from '../../api/generated/index.ts'
import {
  getTodayQueryKey,
  listMyReadingsOptions,
  remindUnitsMutation,
} from '../../api/generated/@tanstack/react-query.gen.ts'
import { useLanguage, useT } from '../../app/i18n.tsx'
import { Button } from '../../parts/Button.tsx'
import { DueDate } from '../../parts/DueDate.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { Panel, PanelBody, PanelRows } from '../../parts/Panel.tsx'
import { StateShape } from '../../parts/shapes.tsx'
import { usePhone } from '../../parts/useMedia.ts'
import css from './Today.module.css'

/** Beside the list: unopened documents, who owes us, what was done this month. */
export function Aside({ answer }: { answer: Today }) {
  const t = useT()
  return (
    <>
      {answer.unread > 0 || answer.unacknowledged > 0 ? (
        <Panel title={t('views.today.inbox')} note={t('views.today.unread', { n: answer.unread })}>
          <PanelBody>
            {answer.unacknowledged > 0 ? (
              <p className={css.small}>
                <Link to="/documents/inbox" search={{ late: 'yes' }}>
                  {t('views.today.unacknowledged', { n: answer.unacknowledged })}
                </Link>
              </p>
            ) : null}
            <Link to="/documents/inbox" search={{}} className={css.small}>
              {t('views.today.inbox.open')}
            </Link>
          </PanelBody>
        </Panel>
      ) : null}
      {answer.returned.length > 0 ? <Returned returned={answer.returned} /> : null}
      <ToRead today={answer.today} />
      {answer.owing.units > 0 ? <Owing answer={answer} /> : null}
      <Done answer={answer} />
    </>
  )
}

/** Documents that a receiver sent back: to be sent again, or to whom they are meant for. */
function Returned({ returned }: { returned: Today['returned'] }) {
  const t = useT()
  return (
    <Panel title={t('views.today.returned')}>
      <PanelBody>
        <ul>
          {returned.map((r) => (
            <li key={`${r.documentId} ${r.receiver}`} className={css.small}>
              <Link
                to="/documents/$documentId/deliveries"
                params={{ documentId: r.documentId }}
                search={{ state: 'returned' }}
              >
                {r.numberSymbol ?? r.subject}
              </Link>{' '}
              {t('views.today.returned.by', { receiver: r.receiver, reason: r.reason })}
            </li>
          ))}
        </ul>
      </PanelBody>
    </Panel>
  )
}

/** Documents that somebody of the unit asked one to read; nothing where there are none. */
function ToRead({ today }: { today: string }) {
  const t = useT()
  const query = useQuery(listMyReadingsOptions())
  const readings = query.data?.readings ?? []
  if (readings.length === 0) return null
  return (
    <Panel title={t('dispatch.readings.today')}>
      <PanelBody>
        <ul>
          {readings.map((r) => (
            <li key={r.documentId} className={css.small}>
              <Link to="/documents/$documentId/readings" params={{ documentId: r.documentId }} search={{}}>
                {r.numberSymbol ?? r.subject}
              </Link>{' '}
              <DueDate due={r.dueOn} today={today} as="state" />
            </li>
          ))}
        </ul>
      </PanelBody>
    </Panel>
  )
}

const listed = 8

function Owing({ answer }: { answer: Today }) {
  const t = useT()
  const client = useQueryClient()
  const { owing, today } = answer
  const [all, setAll] = useState(false)
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const remind = useMutation({
    ...remindUnitsMutation(),
    onSuccess: () => client.invalidateQueries({ queryKey: getTodayQueryKey() }),
  })
  const rows = all ? owing.items : owing.items.slice(0, listed)
  const may = answer.may.includes('obligation.remind')
  // Whoever is late and was not reminded today is chosen from the start.
  const open = rows.filter((r) => r.remindedOn !== today)
  const chosen = open.filter((r) => r.worstDueOn < today !== left.has(r.unit.id))
  const toggle = (id: string) => {
    const next = new Set(left)
    if (!next.delete(id)) next.add(id)
    setLeft(next)
  }
  const rest = owing.units - rows.length
  return (
    <Panel
      title={t('views.today.owing')}
      note={t('views.today.units', { n: owing.units })}
      footer={
        (may && chosen.length > 0) || owing.boardPlanId ? (
          <>
            {may && chosen.length > 0 ? (
              <Button
                icon={<IconSend size={18} stroke={1.75} />}
                busy={remind.isPending ? t('common.busy.sending') : false}
                onClick={() => remind.mutate({ body: { ids: chosen.flatMap((r) => r.ids) } })}
              >
                {t('views.remind', { n: chosen.length })}
              </Button>
            ) : null}
            {owing.boardPlanId ? (
              <Link
                to="/plans/$planId/board"
                params={{ planId: owing.boardPlanId }}
                search={{}}
                className={css.small}
              >
                {t('views.board.open')}
              </Link>
            ) : null}
          </>
        ) : null
      }
    >
      {remind.error ? <ErrorNote error={remind.error} focus /> : null}
      <PanelRows>
        {rows.map((r) => (
          <li key={r.unit.id}>
            <label className={css.owing}>
              {may ? (
                <input
                  type="checkbox"
                  disabled={r.remindedOn === today}
                  checked={chosen.includes(r)}
                  onChange={() => toggle(r.unit.id)}
                />
              ) : (
                <span />
              )}
              <span>
                <b>{r.unit.shortName}</b>
                <small>
                  {r.detail}
                  {r.open > 1 ? ` ${t('views.today.andMore', { n: r.open - 1 })}` : ''}
                </small>
                {r.remindedOn ? (
                  <small>
                    {r.remindedOn === today
                      ? t('views.reminded.today')
                      : t('views.reminded', { date: formatDayMonth(r.remindedOn) })}
                  </small>
                ) : null}
              </span>
              <DueDate due={r.worstDueOn} today={today} as="state" />
            </label>
          </li>
        ))}
        {rest > 0 ? (
          <li>
            {!all && owing.items.length > rows.length ? (
              <Button kind="bare" size="small" onClick={() => setAll(true)}>
                {t('views.today.unitsMore', { n: rest })}
              </Button>
            ) : (
              t('views.today.unitsMore', { n: rest })
            )}
          </li>
        ) : null}
      </PanelRows>
    </Panel>
  )
}

function Done({ answer }: { answer: Today }) {
  const t = useT()
  const { locale } = useLanguage()
  const phone = usePhone()
  const { done } = answer
  const title = t('views.today.done', { month: done.month })
  if (done.counts.length === 0)
    return (
      <Panel title={title}>
        <PanelBody>
          <p className={css.nothing}>{t('views.today.done.none')}</p>
        </PanelBody>
      </Panel>
    )
  return (
    <Panel title={title}>
      <PanelBody>
        <ul className={css.done}>
          {done.counts.map((c) => (
            <li key={c.words}>
              <b>{formatNumber(c.n, locale)}</b>
              <span>{c.words}</span>
            </li>
          ))}
        </ul>
      </PanelBody>
      {phone && done.latest.length > 0 ? (
        <PanelRows>
          {done.latest.map((d) => (
            <li key={d.id} className={css.latest}>
              <StateShape state="done" />
              <span>
                {d.sentence}, {formatDayMonth(d.on)}
                {d.wasLate ? ` (${t('views.today.done.late')})` : ''}
              </span>
            </li>
          ))}
        </PanelRows>
      ) : null}
    </Panel>
  )
}
