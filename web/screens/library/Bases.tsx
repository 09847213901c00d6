import { useQuery } from '@tanstack/react-query'
import { createLazyRoute } from '@tanstack/react-router'
import { formatDate } from '#src/messages/format.ts'
import type { DocumentBases } from '../../api/generated/index.ts'
import { getDocumentBasesOptions } from '../../api/generated/@tanstack/react-query.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { AppLink } from '../../parts/AppLink.tsx'
import { Group, Page, PageHead } from '../../parts/Page.tsx'
import { Unready } from '../../parts/Unready.tsx'
import { usePhone } from '../../parts/useMedia.ts'
import { BasesPicture } from './BasesPicture.tsx'
import css from './Known.module.css'
import { Validity } from './Validity.tsx'

export const Route = createLazyRoute('/documents/$documentId/bases')({ component: Bases })

/** What a document rests on and what rests on it: a picture on wide screens, and the same as tables everywhere. */
function Bases() {
  const t = useT()
  const phone = usePhone()
  const { documentId } = Route.useParams()
  const query = useQuery(getDocumentBasesOptions({ path: { id: documentId } }))
  if (!query.data)
    return (
      <Unready
        title={t('library.bases.title')}
        crumbs={[{ label: t('library.title'), href: '/documents' }]}
        query={query}
      />
    )
  const bases = query.data
  return (
    <Page>
      <PageHead
        crumbs={[
          { label: t('library.title'), href: '/documents' },
          { label: bases.name, href: `/documents/${documentId}` },
        ]}
        title={t('library.bases.title')}
      />
      {phone ? null : <BasesPicture bases={bases} />}
      <Group title={t('library.bases.restsOn')} note={bases.restsOn.length}>
        {bases.restsOn.length === 0 ? (
          <p className="mute">{t('library.bases.none')}</p>
        ) : (
          <RestsOn bases={bases} />
        )}
      </Group>
      <Group title={t('library.bases.restsOnIt')} note={bases.restsOnIt.length}>
        {bases.restsOnIt.length === 0 ? (
          <p className="mute">{t('library.bases.none')}</p>
        ) : (
          <table className={css.table}>
            <thead>
              <tr>
                <th scope="col">{t('library.column.number')}</th>
                <th scope="col">{t('library.column.issuer')}</th>
                <th scope="col">{t('library.column.date')}</th>
              </tr>
            </thead>
            <tbody>
              {bases.restsOnIt.map((d) => (
                <tr key={d.id}>
                  <td>
                    <AppLink href={`/documents/${d.id}`}>{d.name}</AppLink>
                  </td>
                  <td>{d.issuer}</td>
                  <td>{d.issuedOn === null ? '' : formatDate(d.issuedOn)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Group>
    </Page>
  )
}

function RestsOn(props: { bases: DocumentBases }) {
  const t = useT()
  return (
    <table className={css.table}>
      <thead>
        <tr>
          <th scope="col">{t('library.column.number')}</th>
          <th scope="col">{t('library.column.date')}</th>
          <th scope="col">{t('library.known.state')}</th>
        </tr>
      </thead>
      <tbody>
        {props.bases.restsOn.map((b) => {
          const href = hrefOf(b)
          return (
            <tr key={b.name}>
              <td>{href === null ? b.name : <AppLink href={href}>{b.name}</AppLink>}</td>
              <td>{b.date === null ? '' : formatDate(b.date)}</td>
              <td>{b.state === null ? '' : <Validity state={b.state} lastDay={b.lastDay} />}</td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

/** The document itself where it is here, else its entry in the register of known documents. */
export function hrefOf(base: DocumentBases['restsOn'][number]): string | null {
  if (base.documentId !== null) return `/documents/${base.documentId}`
  return base.knownId === null ? null : `/documents/known/${base.knownId}`
}
