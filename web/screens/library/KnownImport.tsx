import { createLazyRoute } from '@tanstack/react-router'
import { useT } from '../../app/i18n.tsx'
import { ButtonAnchor, ButtonLink } from '../../parts/Button.tsx'
import { Page, PageHead } from '../../parts/Page.tsx'
import { ImportFile } from '../organisation/ImportFile.tsx'
import css from './Known.module.css'

export const Route = createLazyRoute('/documents/known/import')({ component: KnownImport })

/** Known documents from a file: row by row what is new, the same, different or wrong, then all at once. */
function KnownImport() {
  const t = useT()
  const title = t('library.import.title')
  return (
    <Page>
      <PageHead
        title={title}
        crumbs={[
          { label: t('library.title'), href: '/documents' },
          { label: t('library.known.title'), href: '/documents/known' },
        ]}
      />
      <ImportFile
        address="/api/v1/known-documents/import"
        accept=".xlsx,.csv,.json"
        words={{
          title,
          intro: t('library.import.intro'),
          columns: t('library.import.columns'),
          nothing: t('library.import.nothing'),
          counts: (counts) => t('library.import.counts', counts),
          wrong: (n) => t('library.import.wrong', { n }),
          act: (n) => t('library.import.do', { n }),
          done: ({ add, change }) => t('library.import.done', { add, change }),
        }}
        subject={{
          key: 'document',
          title: t('library.import.document'),
          phone: 'title',
          cell: (r) => (
            <>
              <span className={css.rowName}>{r.name || t('common.none')}</span>
              <span className={css.second}>{r.code}</span>
            </>
          ),
        }}
        template={
          <ButtonAnchor href="/api/v1/known-documents/import/template">
            {t('library.import.template')}
          </ButtonAnchor>
        }
        after={
          <ButtonLink to="/documents/known" search={{ whose: 'own' }}>
            {t('library.import.toList')}
          </ButtonLink>
        }
      />
    </Page>
  )
}
