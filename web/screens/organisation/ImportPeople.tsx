import { useQuery } from '@tanstack/react-query'
import { createLazyRoute } from '@tanstack/react-router'
import { getUnitOptions } from '../../api/generated/@tanstack/react-query.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { ButtonLink } from '../../parts/Button.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { Page, PageHead } from '../../parts/Page.tsx'
import { ImportFile } from './ImportFile.tsx'
import css from './organisation.module.css'
import { importPeopleRoute } from './organisation.routes.ts'

export const Route = createLazyRoute('/organisation/units/$unitId/people/import')({ component: ImportPeople })

/** People without accounts from a file. */
function ImportPeople() {
  const t = useT()
  const { unitId } = importPeopleRoute.useParams()
  const unit = useQuery(getUnitOptions({ path: { unitId } }))
  const title = t('people.import.title')
  return (
    <Page>
      <PageHead
        title={title}
        crumbs={[
          { label: t('units.title'), href: '/organisation' },
          {
            label: unit.data?.names.at(-1)?.shortName ?? t('people.title'),
            href: `/organisation/units/${unitId}/people`,
          },
        ]}
      />
      {unit.error ? <ErrorNote error={unit.error} onRetry={() => void unit.refetch()} /> : null}
      <ImportFile
        address={`/api/v1/units/${unitId}/people/import`}
        words={{
          title,
          intro: t('people.import.intro'),
          columns: t('people.import.columns'),
          nothing: t('people.import.nothing'),
          counts: (counts) => t('people.import.counts', counts),
          wrong: (n) => t('people.import.wrong', { n }),
          act: (n) => t('people.import.do', { n }),
          done: ({ add, change }) => t('people.import.done', { add, change }),
        }}
        subject={{
          key: 'person',
          title: t('people.import.person'),
          phone: 'title',
          cell: (r) => (
            <>
              <span className={css.rowName}>{r.name || t('common.none')}</span>
              <span className={css.second}>{r.code}</span>
            </>
          ),
        }}
        after={
          <ButtonLink to="/organisation/units/$unitId/people" params={{ unitId }} search={{}}>
            {t('people.import.toList')}
          </ButtonLink>
        }
      />
    </Page>
  )
}
