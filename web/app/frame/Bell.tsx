import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { IconBell } from '@tabler/icons-react'
import { useRouter } from '@tanstack/react-router'
import { formatInstant } from '#src/messages/format.ts'
import { getLatestNoticesOptions, seeNoticesMutation } from '../../api/generated/@tanstack/react-query.gen.ts'
import { Menu } from '../../parts/Menu.tsx'
import { useT } from '../i18n.tsx'
import css from './Frame.module.css'
import { useBuilt } from './ways.ts'

/** How often the bell asks what is new (ms). */
const askEvery = 60_000

/** What is new: how many, the latest few, and the way to all of them. */
export function Bell() {
  const t = useT()
  const client = useQueryClient()
  const router = useRouter()
  const built = useBuilt()
  const { data } = useQuery({ ...getLatestNoticesOptions(), refetchInterval: askEvery })
  const see = useMutation({
    ...seeNoticesMutation(),
    onSuccess: () =>
      client.invalidateQueries({
        predicate: (q) => /Notices$/.test((q.queryKey[0] as { _id?: string } | undefined)?._id ?? ''),
      }),
  })
  if (!built('/notices')) return null
  const unseen = data?.unseen ?? 0
  const base = router.basepath === '/' ? '' : router.basepath
  const go = (to: string) => void router.navigate({ href: base + to })
  return (
    <Menu
      align="end"
      label={t('notices.bell')}
      head={
        data?.items.length === 0 ? (
          <>
            <b>{t('notices.title')}</b>
            <br />
            {t('notices.bell.empty')}
          </>
        ) : (
          <b>{t('notices.title')}</b>
        )
      }
      trigger={(button) => (
        <button
          {...button}
          className={css.bell}
          aria-label={unseen > 0 ? t('notices.bell.new', { n: unseen }) : t('notices.bell')}
        >
          <IconBell size={20} stroke={1.75} aria-hidden="true" />
          {unseen > 0 ? (
            <span className={css.bellCount} aria-hidden="true">
              {unseen > 99 ? '99+' : unseen}
            </span>
          ) : null}
        </button>
      )}
      choices={[
        ...(data?.items ?? []).map((n) => ({
          key: n.id,
          label: n.seenAt === null ? <b>{n.sentence}</b> : n.sentence,
          hint: [n.seenAt === null ? t('notices.unseen') : '', formatInstant(n.at)]
            .filter((w) => w !== '')
            .join(' · '),
          onPick: () => {
            if (n.seenAt === null) see.mutate({ body: { ids: [n.id] } })
            go(n.to ?? '/notices')
          },
        })),
        { key: 'all', label: t('notices.bell.all'), apart: true, onPick: () => go('/notices') },
        ...(unseen > 0 && data?.items[0]
          ? [
              {
                key: 'see',
                label: t('notices.bell.see'),
                onPick: () => see.mutate({ body: { until: data.items[0]?.at ?? '' } }),
              },
            ]
          : []),
      ]}
    />
  )
}
