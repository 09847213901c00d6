import { useQuery } from '@tanstack/react-query'
import { listSubmissionsOptions } from '../../api/generated/@tanstack/react-query.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { ButtonLink } from '../../parts/Button.tsx'

/** The way to what other platforms handed in, where there is something. */
export function HandedInLink() {
  const t = useT()
  const counts = useQuery({ ...listSubmissionsOptions({ query: { limit: 1 } }), retry: false }).data?.counts
  if (!counts || counts.received + counts.taken_over + counts.set_aside === 0) return null
  return (
    <ButtonLink to="/activities/handed-in" search={counts.received > 0 ? { state: 'received' } : {}}>
      {counts.received > 0 ? t('machines.inbox.link.n', { n: counts.received }) : t('machines.inbox.link')}
    </ButtonLink>
  )
}
