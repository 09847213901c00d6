import { useQuery } from '@tanstack/react-query'
import { createLazyRoute, useRouter } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { formatDate, formatInstant } from '#src/messages/format.ts'
import type { DocumentView } from '../../api/generated/index.ts'
import { getDocumentOptions } from '../../api/generated/@tanstack/react-query.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { Bench, type Side } from '../../parts/Bench.tsx'
import { ButtonAnchor, ButtonLink } from '../../parts/Button.tsx'
import { PageHead } from '../../parts/Page.tsx'
import { Status } from '../../parts/Status.tsx'
import { usePhone } from '../../parts/useMedia.ts'
import { Unready } from '../../parts/Unready.tsx'
import { CitationRows } from './CitationRows.tsx'
import { DirectionRows } from './DirectionRows.tsx'
import { DocumentFiles } from './DocumentFiles.tsx'
import { HeaderRows } from './HeaderRows.tsx'
import type { LitSearch } from './library.routes.ts'
import { marksOf } from './marks.ts'
import { Outline } from './Outline.tsx'
import { ScanPages } from './ScanPages.tsx'
import css from './Pieces.module.css'
import { FollowMenu, Related } from './Related.tsx'
import { Scans } from './Scans.tsx'
import { RecipientRows } from './RecipientRows.tsx'
import type { Rows } from './Row.tsx'
import { ArrivalRows } from './ArrivalRows.tsx'
import { bringIntoPane } from '../../parts/scroll.ts'
import { DocumentSignatures } from './SignatureRows.tsx'
import { SignerRow } from './SignerRow.tsx'

export const Route = createLazyRoute('/documents/$documentId')({ component: DocumentBench })

/** A document of the register: its page with its pieces beside it, its files, and the way to a plan. */
function DocumentBench() {
  const t = useT()
  const { documentId } = Route.useParams()
  const search = Route.useSearch()
  const query = useQuery({
    ...getDocumentOptions({ path: { id: documentId } }),
    // The .docx and PDF of what was just issued come a moment later.
    refetchInterval: (q) => (isBeingMade(q.state.data?.papers) ? 3_000 : false),
  })
  if (query.data)
    return <Reading key={`${documentId} ${JSON.stringify(search)}`} document={query.data} search={search} />
  return (
    <Unready
      title={t('views.thread.doc')}
      crumbs={[{ label: t('library.title'), href: '/documents' }]}
      query={query}
    />
  )
}

function isBeingMade(papers: DocumentView['papers'] | undefined): boolean {
  return papers === 'waiting' || papers === 'pdf'
}

function Reading(props: { document: DocumentView; search: LitSearch }) {
  const t = useT()
  const phone = usePhone()
  const { document: d, search } = props
  const [near, setNear] = useState<string | null>(null)
  const [chosen, setChosen] = useState<string | null>(null)
  const [outline, setOutline] = useState(true)
  const [turned, setTurned] = useState<Side | null>(null)
  // Citations and recipients have no names of their own here: their place in the list is one.
  const citations = useMemo(
    () => d.citations.map((c, i) => ({ ...c, key: String(i), title: c.words })),
    [d.citations],
  )
  const recipients = useMemo(() => d.recipients.map((r, i) => ({ ...r, key: String(i) })), [d.recipients])
  const sections = useMemo(
    () => d.clauses.map((c) => ({ ...c, wordsStart: wordsStart(d.text, c) })),
    [d.clauses, d.text],
  )
  const page = useMemo(
    () =>
      marksOf({
        headerSpans: d.headerSpans,
        citations,
        sections,
        recipients,
        uncertain: [],
        lit: litOf(sections, search),
      }),
    [d.headerSpans, citations, sections, recipients, search],
  )
  const matches = useMemo(
    () => new Map(citations.flatMap((c) => (c.document ? [[c.key, c.document] as const] : []))),
    [citations],
  )
  const known = useMemo(
    () => new Map(citations.flatMap((c) => (c.known ? [[c.key, c.known] as const] : []))),
    [citations],
  )
  const rows: Rows = { near, onNear: setNear, editing: null, onEdit: null }
  const pick = (id: string) => {
    setChosen(id)
    if (id.startsWith('section:')) setOutline(true)
    requestAnimationFrame(() => bringIntoPane(document.querySelector(`[data-piece="${id}"]`), 'inside'))
    if (phone) setTurned('right')
  }
  const title = [
    d.type,
    d.numberSymbol ?? d.subject,
    d.issuedOn && t('library.bench.date', { date: formatDate(d.issuedOn) }),
  ]
    .filter(Boolean)
    .join(' ')
  return (
    <Bench
      phoneFirst={page.lit ? 'middle' : 'right'}
      turned={turned}
      onTurn={setTurned}
      head={
        <PageHead
          crumbs={[{ label: t('library.title'), href: '/documents' }, { label: d.issuerName }]}
          title={title}
          status={
            d.papers === 'waiting' ? (
              <Status state="busy">{t('library.bench.papersWaiting')}</Status>
            ) : (
              <span className="small mute">
                {d.mine
                  ? t('library.bench.takenIn', { date: formatInstant(d.createdAt).slice(0, 10) })
                  : t('library.bench.heldBy', { name: d.holder.name })}
              </span>
            )
          }
          acts={
            <>
              <DocumentFiles document={d} />
              <ButtonLink to="/documents/$documentId/bases" params={{ documentId: d.id }}>
                {t('library.bases.open')}
              </ButtonLink>
              <ButtonLink to="/documents/$documentId/readings" params={{ documentId: d.id }} search={{}}>
                {t('dispatch.readings.page')}
              </ButtonLink>
              <FollowMenu
                documentId={d.id}
                mayCopy={d.copyAs.length > 0}
                mayRelate={d.may.includes('document.relate')}
              />
              {d.may.includes('document.plan_from') ? <PlanFrom documentId={d.id} /> : null}
            </>
          }
        />
      }
      middle={{
        label: t('library.bench.page'),
        ground: 'sunk',
        content: d.redacted ? (
          <p className={css.waiting}>{t('library.bench.redacted')}</p>
        ) : (
          <ScanPages
            pages={d.pages}
            address={`/api/v1/documents/${d.id}/pages`}
            html={d.html}
            page={page}
            near={near}
            current={chosen}
            onNear={setNear}
            onPick={pick}
            shown={turned}
          />
        ),
      }}
      right={{
        label: t('library.bench.pieces'),
        width: 520,
        content: (
          <div className={css.pieces}>
            <Related related={d.related} />
            <Scans document={d} />
            <ArrivalRows documentId={d.id} />
            <h2 className={css.head}>{t('library.bench.pieces')}</h2>
            <dl className={css.rows}>
              <HeaderRows rows={rows} header={d.header} issuer={d.issuer} asked={none} />
              <CitationRows rows={rows} citations={citations} matches={matches} known={known} />
              <Outline rows={rows} text={d.text} sections={sections} open={outline} onOpen={setOutline} />
              <RecipientRows rows={rows} recipients={recipients} />
              <SignerRow rows={rows} signer={d.signer} />
            </dl>
            {d.files.some((file) => file.mime === 'application/pdf') ? (
              <DocumentSignatures documentId={d.id} />
            ) : null}
            <DirectionRows documentId={d.id} />
          </div>
        ),
      }}
    />
  )
}

/** The way to a plan that rests on this document: an address of the plans' screens. */
function PlanFrom(props: { documentId: string }) {
  const t = useT()
  const router = useRouter()
  const address = `${router.basepath.replace(/\/$/, '')}/plans/new?document=${props.documentId}`
  return (
    <ButtonAnchor
      kind="go"
      href={router.history.createHref(address)}
      onClick={(e) => {
        if (e.button !== 0 || e.metaKey || e.ctrlKey || e.shiftKey || e.altKey) return
        e.preventDefault()
        void router.navigate({ href: address })
      }}
    >
      {t('library.bench.planFrom')}
    </ButtonAnchor>
  )
}

const none: ReadonlySet<string> = new Set()

/** The words that the address asks for, as far as they stand in the clause it names; else the clause's own. */
function litOf(
  sections: readonly { key: string; start: number; end: number; wordsStart: number }[],
  { clause, from, until }: LitSearch,
): { start: number; end: number } | null {
  const section = sections.find((s) => s.key === clause)
  if (!section || section.end <= section.start) return null
  const whole = { start: section.wordsStart, end: section.end }
  if (from === undefined || until === undefined || from >= until) return whole
  return from >= section.start && until <= section.end ? { start: from, end: until } : whole
}

/** Behind the marker that opens the clause, with its point or bracket. */
function wordsStart(text: string, c: { start: number; end: number; marker: string }): number {
  const own = text.slice(c.start, c.end)
  if (c.marker === '' || !own.startsWith(c.marker)) return c.start
  return c.start + c.marker.length + (/^\s*[.)/:]?\s*/.exec(own.slice(c.marker.length))?.[0].length ?? 0)
}
