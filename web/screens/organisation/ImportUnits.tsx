import { createLazyRoute } from '@tanstack/react-router'
import { useT } from '../../app/i18n.tsx'
import { ButtonAnchor, ButtonLink } from '../../parts/Button.tsx'
import { Page, PageHead } from '../../parts/Page.tsx'
import { ImportFile } from './ImportFile.tsx'
import css from './organisation.module.css'

export const Route = createLazyRoute('/organisation/import')({ component: ImportUnits })

/** A list of units from a file. */
function ImportUnits() {
  const t = useT()
  const title = t('units.import.title')
  return (
    <Page>
      <PageHead title={title} crumbs={[{ label: t('units.title'), href: '/organisation' }]} />
      <ImportFile
        address="/api/v1/units/import"
        words={{
          title,
          intro: t('units.import.intro'),
          columns: t('units.import.columns'),
          nothing: t('units.import.nothing'),
          counts: (counts) => t('units.import.counts', counts),
          wrong: (n) => t('units.import.wrong', { n }),
          act: (n) => t('units.import.do', { n }),
          done: ({ add, change }) => t('units.import.done', { add, change }),
        }}
        subject={{
          key: 'unit',
          title: t('units.import.unit'),
          phone: 'title',
          cell: (r) => (
            <>
              <span className={css.rowName}>{r.name || r.code}</span>
              <span className={css.second}>{r.code}</span>
            </>
          ),
        }}
        template={
          <ButtonAnchor href="/api/v1/units/import/template">{t('units.import.template')}</ButtonAnchor>
        }
        after={
          <ButtonLink to="/organisation" search={{}}>
            {t('units.import.toList')}
          </ButtonLink>
        }
      />
    </Page>
  )
}
