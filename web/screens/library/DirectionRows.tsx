import { useQuery } from '@tanstack/react-query'
import { formatDate } from '#src/messages/format.ts'
import { listDirectionsWithOptions } from '../../api/generated/@tanstack/react-query.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { AppLink } from '../../parts/AppLink.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import css from './Pieces.module.css'

const heads = { with: 'directions.document.with', answer: 'directions.document.answers' } as const

/** Directions with which the document went to units below, and those answered with it; nothing where there is none. */
export function DirectionRows({ documentId }: { documentId: string }) {
  const t = useT()
  const query = useQuery(listDirectionsWithOptions({ path: { id: documentId } }))
  if (query.error) return <ErrorNote error={query.error} onRetry={() => void query.refetch()} />
  return (['with', 'answer'] as const).map((how) => {
    const rows = query.data?.rows.filter((d) => d.how === how) ?? []
    if (rows.length === 0) return null
    return (
      <section key={how}>
        <h2 className={css.head}>{t(heads[how])}</h2>
        <ul>
          {rows.map((d) => (
            <li key={d.id}>
              <AppLink href={`/directions/${d.id}`}>{d.title}</AppLink>{' '}
              <span className="small mute">
                {d.unit.shortName}, {formatDate(d.at.slice(0, 10))}
              </span>
            </li>
          ))}
        </ul>
      </section>
    )
  })
}
