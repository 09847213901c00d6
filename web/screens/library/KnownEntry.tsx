import { useQuery } from '@tanstack/react-query'
import { createLazyRoute } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { formatDate } from '#src/messages/format.ts'
import { getKnownDocumentOptions } from '../../api/generated/@tanstack/react-query.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { AppLink } from '../../parts/AppLink.tsx'
import { Group, Page, PageHead } from '../../parts/Page.tsx'
import { Unready } from '../../parts/Unready.tsx'
import { asSentence } from '../../parts/sentence.ts'
import css from './Known.module.css'
import { Acts, Beside, History, OwnNote } from './KnownOwn.tsx'
import { Validity } from './Validity.tsx'

export const Route = createLazyRoute('/documents/known/$knownId')({ component: KnownEntry })

/** One known document: facts with their source, what changed it, what it changed, and what cites it here. */
function KnownEntry() {
  const t = useT()
  const { knownId } = Route.useParams()
  const query = useQuery(getKnownDocumentOptions({ path: { knownId } }))
  const crumbs = [
    { label: t('library.title'), href: '/documents' },
    { label: t('library.known.title'), href: '/documents/known' },
  ]
  if (!query.data) return <Unready title={t('library.known.list')} crumbs={crumbs} query={query} />
  const d = query.data
  const day = (date: string | null) => (date === null ? null : formatDate(date))
  return (
    <Page>
      <PageHead
        crumbs={crumbs}
        title={`${d.type} ${d.numberSymbol}`}
        status={<Validity state={d.state} lastDay={d.lastDay} />}
        acts={<Acts entry={d} name={`${d.type} ${d.numberSymbol}`} />}
      />
      <p>{asSentence(d.title)}</p>
      <OwnNote entry={d} />
      {d.confirmed ? null : <p className="small mute">{t('library.known.unconfirmed')}</p>}
      <dl className={css.facts}>
        <Fact name={t('library.column.issuer')}>{d.issuer}</Fact>
        <Fact name={t('library.column.date')}>{day(d.issuedOn)}</Fact>
        <Fact name={t('library.known.from')}>{day(d.inForceFrom)}</Fact>
        <Fact name={t('library.known.lastDay')}>{day(d.lastDay)}</Fact>
        <Fact name={t('library.known.source')}>
          <Source words={d.source} />
        </Fact>
      </dl>
      {d.shared ? <Beside entry={d} shared={d.shared} /> : null}
      {d.changedBy.length > 0 ? (
        <Group title={t('library.known.changedBy')}>
          <ul className={css.list}>
            {d.changedBy.map((c) => (
              <li key={`${c.kind} ${c.by} ${c.date ?? ''}`}>
                {t(`library.known.kind.${c.kind}`)}{' '}
                {c.id === null ? c.by : <AppLink href={`/documents/known/${c.id}`}>{c.by}</AppLink>}
                {c.date === null ? null : <span className="small mute">{formatDate(c.date)}</span>}
              </li>
            ))}
          </ul>
        </Group>
      ) : null}
      {d.changes.length > 0 ? (
        <Group title={t('library.known.changes')}>
          <ul className={css.list}>
            {d.changes.map((c) => (
              <li key={c.id}>
                <AppLink href={`/documents/known/${c.id}`}>{c.name}</AppLink>
                <span className="small mute">{t(`library.known.kind.${c.kind}`)}</span>
              </li>
            ))}
          </ul>
        </Group>
      ) : null}
      <Group title={t('library.known.citedBy')} note={d.citedBy.length}>
        {d.citedBy.length === 0 ? <p className="mute">{t('library.known.citedByNone')}</p> : null}
        <ul className={css.list}>
          {d.citedBy.map((c) => (
            <li key={c.id}>
              <AppLink href={`/documents/${c.id}`}>{c.name}</AppLink>
              <span className="small mute">
                {c.issuer}
                {c.issuedOn === null ? null : `, ${formatDate(c.issuedOn)}`}
              </span>
            </li>
          ))}
        </ul>
      </Group>
      <History entry={d} />
    </Page>
  )
}

/** A source that is an address leads there. */
function Source({ words }: { words: string }) {
  return /^https?:\/\/\S+$/.test(words) ? (
    <a href={words} target="_blank" rel="noreferrer">
      {words}
    </a>
  ) : (
    words
  )
}

function Fact(props: { name: string; children: ReactNode }) {
  if (props.children === null) return null
  return (
    <>
      <dt>{props.name}</dt>
      <dd>{props.children}</dd>
    </>
  )
}
