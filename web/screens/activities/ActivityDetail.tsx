import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { createLazyRoute, Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { formatDate, formatNumber } from '#src/messages/format.ts'
import type { Activity } from '../../api/generated/index.ts'
import {
  getActivityOptions,
  getActivityQueryKey,
  withdrawActivityMutation,
} from '../../api/generated/@tanstack/react-query.gen.ts'
import { useLanguage, useT } from '../../app/i18n.tsx'
import { useOutbox } from '../../app/outbox/index.ts'
import { useSession } from '../../app/session.ts'
import { Button, ButtonLink } from '../../parts/Button.tsx'
import { ConfirmDialog } from '../../parts/Dialog.tsx'
import { Facts } from '../../parts/Drawer.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { TextArea } from '../../parts/FormField.tsx'
import { Columns, Page, PageHead } from '../../parts/Page.tsx'
import { Panel, PanelRows } from '../../parts/Panel.tsx'
import { PhoneBar } from '../../parts/PhoneBar.tsx'
import { Unready } from '../../parts/Unready.tsx'
import css from './Activities.module.css'
import { ActivityState } from './ActivityState.tsx'
import { Answered } from './Answered.tsx'
import { CountsFor } from './CountsFor.tsx'
import { History } from './History.tsx'
import { Photos } from './Photos.tsx'

export const Route = createLazyRoute('/activities/$activityId')({ component: ActivityDetail })

function ActivityDetail() {
  const t = useT()
  const { activityId } = Route.useParams()
  const activity = useQuery(getActivityOptions({ path: { id: activityId } }))
  const arrived = useOutbox().photos.filter(
    (p) => p.activityId === activityId && p.state === 'arrived',
  ).length
  const { refetch } = activity
  useEffect(() => {
    if (arrived > 0) void refetch()
  }, [arrived, refetch])
  return (
    <>
      <PhoneBar title={t('activities.one')} />
      {activity.data ? (
        <Page>
          <Shown activity={activity.data} />
        </Page>
      ) : (
        <Unready title={t('activities.one')} query={activity} />
      )}
    </>
  )
}

function Shown({ activity }: { activity: Activity }) {
  const { t, locale } = useLanguage()
  const { actingUnit } = useSession()
  const { content: c, may } = activity
  const [isWithdrawing, setIsWithdrawing] = useState(false)
  const isOwn = activity.unit.id === actingUnit.id
  const facts = [
    { label: t('activities.day'), value: formatDate(c.day) },
    ...(isOwn ? [] : [{ label: t('activities.unit'), value: activity.unit.name }]),
    { label: t('activities.form'), value: c.form.name },
    ...(c.audiences.length > 0
      ? [{ label: t('activities.audiences'), value: c.audiences.map((a) => a.name).join(', ') }]
      : []),
    ...(c.place ? [{ label: t('activities.place'), value: c.place }] : []),
    ...(c.attendances === null
      ? []
      : [{ label: t('activities.attendances'), value: formatNumber(c.attendances, locale) }]),
    ...(c.persons === null
      ? []
      : [{ label: t('activities.persons'), value: formatNumber(c.persons, locale) }]),
    ...(c.cost === null
      ? []
      : [
          {
            label: t('activities.cost'),
            value: `${formatNumber(c.cost, locale)} đồng${c.fund ? `, ${c.fund.name}` : ''}`,
          },
        ]),
  ]
  const words = (
    [
      ['result', c.result],
      ['shortcoming', c.shortcoming],
      ['cause', c.cause],
      ['nextStep', c.nextStep],
    ] as const
  ).filter(([, text]) => text !== '')
  return (
    <>
      <h2 className={css.phoneTitle}>{c.title}</h2>
      <PageHead
        title={c.title}
        crumbs={[{ label: t('activities.title'), href: '/activities' }, { label: formatDate(c.day) }]}
        status={<ActivityState state={activity.state} photos={activity.photos} />}
        acts={
          <>
            {may.includes('activity.correct') ? (
              <ButtonLink
                to="/activities/$activityId/correct"
                params={{ activityId: activity.id }}
                search={{}}
              >
                {t('activities.correct')}
              </ButtonLink>
            ) : null}
            {may.includes('activity.withdraw') ? (
              <Button kind="bare" onClick={() => setIsWithdrawing(true)}>
                {t('activities.withdraw')}
              </Button>
            ) : null}
          </>
        }
      />
      {activity.state === 'withdrawn' ? (
        <p className={css.withdrawn}>
          {t('activities.withdrawn.because', { reason: activity.versions[0]?.reason ?? '' })}
        </p>
      ) : null}
      <Columns
        aside={
          <>
            <Panel title={t('activities.countsFor')}>
              <PanelRows>
                <CountsFor activity={activity} />
              </PanelRows>
            </Panel>
            <Answered activityId={activity.id} />
            {activity.countedIn.length > 0 ? (
              <Panel title={t('activities.countedIn')}>
                <PanelRows>
                  {activity.countedIn.map((r) => (
                    <li key={`${r.reportId} ${r.reportVersion}`}>
                      {t('activities.countedIn.row', {
                        period: r.period,
                        version: r.activityVersion,
                        date: r.submittedOn === null ? '' : formatDate(r.submittedOn),
                      })}
                      {r.activityVersion < activity.version ? (
                        <small className={css.small}>{t('activities.countedIn.older')}</small>
                      ) : null}
                    </li>
                  ))}
                </PanelRows>
              </Panel>
            ) : null}
          </>
        }
      >
        <div className={css.parts}>
          {activity.photos.length > 0 ? <Photos activity={activity} /> : null}
          <Facts facts={facts} />
          {words.map(([field, text]) => (
            <section key={field} className={css.words}>
              <h2>{t(`activities.${field}`)}</h2>
              <p>{text}</p>
            </section>
          ))}
          <History activity={activity} />
          {may.includes('activity.correct') ? null : (
            <p>
              <Link to="/activities" search={isOwn ? {} : { of: 'below', unit: activity.unit.id }}>
                {t(isOwn ? 'activities.all' : 'activities.all.unit', { unit: activity.unit.shortName })}
              </Link>
            </p>
          )}
        </div>
      </Columns>
      {isWithdrawing ? <Withdraw activity={activity} onClose={() => setIsWithdrawing(false)} /> : null}
    </>
  )
}

function Withdraw(props: { activity: Activity; onClose: () => void }) {
  const t = useT()
  const client = useQueryClient()
  const { activity, onClose } = props
  const [reason, setReason] = useState('')
  const [isAsked, setIsAsked] = useState(false)
  const withdraw = useMutation({
    ...withdrawActivityMutation(),
    onSuccess: (answer) => {
      client.setQueryData(getActivityQueryKey({ path: { id: activity.id } }), answer)
      onClose()
    },
  })
  return (
    <ConfirmDialog
      title={t('activities.withdraw.title')}
      act={t('activities.withdraw.do')}
      danger
      busy={withdraw.isPending ? t('common.busy.saving') : false}
      onClose={onClose}
      onConfirm={() => {
        setIsAsked(true)
        if (reason.trim() !== '')
          withdraw.mutate({ path: { id: activity.id }, body: { version: activity.version, reason } })
      }}
    >
      <div className={css.form}>
        {withdraw.error ? <ErrorNote error={withdraw.error} focus /> : null}
        <p>{t(activity.countedIn.length > 0 ? 'activities.withdraw.counted' : 'activities.withdraw.hint')}</p>
        <TextArea
          label={t('activities.reason')}
          value={reason}
          maxLength={1_000}
          error={isAsked && reason.trim() === '' ? t('activities.missing.reason') : undefined}
          onChange={(e) => setReason(e.target.value)}
        />
      </div>
    </ConfirmDialog>
  )
}
