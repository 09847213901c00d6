import { ErrorNote } from './ErrorNote.tsx'
import { Page, PageHead, type Crumb } from './Page.tsx'
import { Skeleton } from './Skeleton.tsx'

/**
 * A screen whose object is not here: what kind of screen it is, then the places of what is loading, or what went wrong.
 * @param title the kind of screen ("Kế hoạch"), until the object brings its own
 */
export function Unready(props: {
  title: string
  crumbs?: Crumb[]
  query: { error: unknown; refetch: () => unknown }
}) {
  const { title, crumbs, query } = props
  return (
    <Page>
      <PageHead title={title} {...(crumbs ? { crumbs } : {})} />
      {query.error ? (
        <ErrorNote error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <Skeleton rows={8} />
      )}
    </Page>
  )
}
