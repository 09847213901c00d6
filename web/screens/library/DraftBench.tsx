import { createLazyRoute } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { formatDate } from '#src/messages/format.ts'
import type { DraftView, PieceChange, UncertainPiece } from '../../api/generated/index.ts'
import { useT } from '../../app/i18n.tsx'
import { AppLink } from '../../parts/AppLink.tsx'
import { Bench, type Side } from '../../parts/Bench.tsx'
import { Button } from '../../parts/Button.tsx'
import { Page, PageHead } from '../../parts/Page.tsx'
import { SaveState } from '../../parts/SaveState.tsx'
import { StateShape } from '../../parts/shapes.tsx'
import { Status } from '../../parts/Status.tsx'
import { useHotkeys } from '../../parts/useHotkeys.ts'
import { usePhone } from '../../parts/useMedia.ts'
import { Unready } from '../../parts/Unready.tsx'
import { CitationRows } from './CitationRows.tsx'
import { ConflictDialog } from './ConflictDialog.tsx'
import { ConfirmDraft, DiscardDraft } from './DraftActs.tsx'
import { HeaderRows } from './HeaderRows.tsx'
import { citationId, headerId, marksOf, questionId, recipientId, sectionId } from './marks.ts'
import { Outline } from './Outline.tsx'
import { ScanPages } from './ScanPages.tsx'
import {
  answer,
  changeCitation,
  changeHeader,
  changeRecipient,
  changeSection,
  removeSection,
  type Checked,
} from './pieces.ts'
import css from './Pieces.module.css'
import { Questions } from './Questions.tsx'
import { RecipientRows } from './RecipientRows.tsx'
import { Row, type Rows } from './Row.tsx'
import { ArrivalOfDraft } from './ArrivalRows.tsx'
import { bringIntoPane } from '../../parts/scroll.ts'
import { DraftSignatures } from './SignatureRows.tsx'
import { SignerRow } from './SignerRow.tsx'
import { useDraft } from './useDraft.ts'

export const Route = createLazyRoute('/documents/drafts/$draftId')({ component: DraftBench })

/** A document that was handed in: its page, and what was read of it to be checked, corrected and confirmed. */
function DraftBench() {
  const { draftId } = Route.useParams()
  const t = useT()
  const draft = useDraft(draftId)
  const { query, kept, checked } = draft
  if (!kept)
    return (
      <Unready
        title={t('views.thread.doc')}
        crumbs={[{ label: t('library.title'), href: '/documents' }]}
        query={query}
      />
    )
  if (!checked)
    return (
      <Page>
        <PageHead
          crumbs={[{ label: t('library.title'), href: '/documents' }]}
          title={kept.fileName}
          status={
            <Status state={kept.state === 'reading' ? 'busy' : 'nil'}>
              {t(kept.state === 'reading' ? 'library.drafts.reading' : 'library.drafts.failed')}
            </Status>
          }
        />
        <div className={css.waiting}>
          <p role="status">
            {kept.error ??
              (kept.progress ? t('library.bench.readingPages', kept.progress) : t('library.bench.reading'))}
          </p>
          <ArrivalOfDraft draftId={kept.id} />
          <p>
            <DiscardDraft draft={kept} />
          </p>
        </div>
      </Page>
    )
  return <Checking key={draftId} draft={draft} kept={kept} checked={checked} />
}

function Checking(props: { draft: ReturnType<typeof useDraft>; kept: DraftView; checked: Checked }) {
  const t = useT()
  const phone = usePhone()
  const { draft, kept, checked } = props
  const { pieces, settled } = checked
  const { change } = draft
  const [near, setNear] = useState<string | null>(null)
  const [chosen, setChosen] = useState<string | null>(null)
  const [editing, setEditing] = useState<string | null>(null)
  const [outline, setOutline] = useState(false)
  const [turned, setTurned] = useState<Side | null>(null)
  const may = (what: string) => kept.may.includes(what)

  const questions = useMemo(
    () => kept.uncertainPieces.filter((piece) => !settled.includes(piece.id)),
    [kept.uncertainPieces, settled],
  )
  const found = questions.findIndex((piece) => piece.id === chosen)
  const at = Math.max(0, found)
  const now = questions[at]
  const page = useMemo(() => marksOf({ ...pieces, uncertain: questions }), [pieces, questions])
  const matches = useMemo(() => new Map(kept.matches.map((m) => [m.key, m.document])), [kept.matches])
  // A question is what is looked at, unless a clear piece was chosen.
  const current = found >= 0 || (chosen === null && now) ? questionId(at + 1) : chosen

  const choose = (index: number) => setChosen(questions[index]?.id ?? null)
  const take = (piece: UncertainPiece, proposal: PieceChange) => {
    // The next question comes up by itself; what was answered goes down to the clear ones.
    const next = questions[at + 1] ?? questions[at - 1]
    change((before) => answer(before, piece, proposal), true)
    setChosen(next?.id ?? null)
  }
  const edit = (id: string | null) => {
    setEditing(id)
    if (id?.startsWith('section:')) setOutline(true)
  }
  const editQuestion = ({ edits }: UncertainPiece) => {
    if (!edits) return
    const ids = { header: headerId, citation: citationId, section: sectionId, recipients: recipientId }
    edit(ids[edits.what](edits.key ?? ''))
  }
  const pick = (id: string) => {
    const question = questions.findIndex((_, i) => questionId(i + 1) === id)
    if (question >= 0) choose(question)
    else {
      setChosen(id)
      if (id.startsWith('section:')) setOutline(true)
      requestAnimationFrame(() => bringIntoPane(document.querySelector(`[data-piece="${id}"]`), 'inside'))
    }
    if (phone) setTurned('right')
  }
  useHotkeys([
    {
      keys: 'j',
      does: t('library.bench.keys.next'),
      run: () => choose(Math.min(questions.length - 1, at + 1)),
    },
    { keys: 'k', does: t('library.bench.keys.previous'), run: () => choose(Math.max(0, at - 1)) },
    ...(may('document.save')
      ? [
          { keys: 'e', does: t('library.bench.keys.edit'), run: () => (now ? editQuestion(now) : false) },
          ...['alt+1', 'alt+2', 'alt+3'].map((keys, i) => ({
            keys,
            ...(i === 0 ? { does: t('library.bench.keys.answer') } : {}),
            run: () => {
              const proposal = now?.proposals[i]
              if (now && proposal) take(now, proposal.change)
            },
          })),
        ]
      : []),
  ])

  const rows: Rows = { near, onNear: setNear, editing, onEdit: may('document.save') ? edit : null }
  const asked = new Set(questions.flatMap((q) => (q.edits?.what === 'header' ? [q.edits.key ?? ''] : [])))
  const clear =
    Object.values(pieces.header).filter((v) => v !== null).length +
    pieces.citations.length +
    pieces.sections.length +
    pieces.recipients.length -
    questions.length
  const title = [
    pieces.header.type,
    pieces.header.numberSymbol ?? pieces.header.subject,
    pieces.header.date && t('library.bench.date', { date: formatDate(pieces.header.date) }),
  ]
    .filter(Boolean)
    .join(' ')
  return (
    <>
      <Bench
        phoneFirst="right"
        turned={turned}
        onTurn={setTurned}
        head={
          <PageHead
            crumbs={[
              { label: t('library.title'), href: '/documents' },
              { label: kept.issuer?.name ?? pieces.header.agency ?? kept.fileName },
            ]}
            title={title || kept.fileName}
            status={
              <span className={css.states}>
                <Status state={questions.length > 0 ? 'nil' : 'done'}>
                  {questions.length > 0
                    ? t('library.bench.todoLeft', { n: questions.length })
                    : t('library.bench.todoNone')}
                </Status>
                {kept.confidence === null ? null : (
                  <span className="small mute">{t('library.bench.scanned', { n: kept.confidence })}</span>
                )}
                {draft.saving ? <SaveState saving={draft.saving} /> : null}
              </span>
            }
            acts={
              may('document.confirm') ? <ConfirmDraft draft={draft} kept={kept} checked={checked} /> : null
            }
          />
        }
        middle={{
          label: t('library.bench.page'),
          ground: 'sunk',
          content: (
            <ScanPages
              pages={kept.pages}
              address={`/api/v1/document-drafts/${kept.id}/pages`}
              html={kept.html}
              page={page}
              near={near}
              current={current}
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
              <ArrivalOfDraft draftId={kept.id} />
              {kept.duplicates.map((d) => (
                <p key={d.id} className={css.notice} role="status">
                  <StateShape state="soon" />
                  <span>
                    {t('library.bench.duplicate')}{' '}
                    <AppLink href={`/documents/${d.id}`}>
                      {[d.type, d.numberSymbol, d.issuedOn ? formatDate(d.issuedOn) : ''].join(' ')}
                    </AppLink>
                  </span>
                </p>
              ))}
              <Questions
                questions={questions}
                at={at}
                near={near}
                onAt={choose}
                onNear={setNear}
                onAnswer={may('document.save') ? take : null}
                onEdit={editQuestion}
                onShow={() => setTurned('middle')}
              />
              <section className={css.part} aria-labelledby="clear">
                <h2 id="clear" className={css.head}>
                  {t('library.bench.sure')}
                  <span>{t('library.bench.sureCount', { n: Math.max(0, clear) })}</span>
                </h2>
                <dl className={css.rows}>
                  <HeaderRows
                    rows={rows}
                    header={pieces.header}
                    issuer={kept.issuer}
                    asked={asked}
                    onChange={(field, value) =>
                      change((c) => ({ ...c, pieces: changeHeader(c.pieces, field, value) }), true)
                    }
                  />
                  <CitationRows
                    rows={rows}
                    citations={pieces.citations}
                    matches={matches}
                    onChange={(key, next) =>
                      change((c) => ({ ...c, pieces: changeCitation(c.pieces, key, next) }), true)
                    }
                  />
                  <Outline
                    rows={rows}
                    text={kept.text}
                    sections={pieces.sections}
                    open={outline}
                    onOpen={setOutline}
                    onChange={(key, next) =>
                      change(
                        (c) => ({
                          ...c,
                          pieces:
                            next === null ? removeSection(c.pieces, key) : changeSection(c.pieces, key, next),
                        }),
                        true,
                      )
                    }
                  />
                  <RecipientRows
                    rows={rows}
                    recipients={pieces.recipients}
                    onChange={(key, next) =>
                      change((c) => ({ ...c, pieces: changeRecipient(c.pieces, key, next) }), true)
                    }
                  />
                  <SignerRow rows={rows} signer={pieces.signer} />
                  {kept.settledPieces
                    .filter((piece) => settled.includes(piece.id))
                    .map((piece) => (
                      <Row
                        key={piece.id}
                        rows={rows}
                        id={`settled:${piece.id}`}
                        label={t('library.bench.settled')}
                        end={
                          rows.onEdit ? (
                            <Button
                              size="small"
                              kind="bare"
                              aria-label={`${t('library.bench.undo')}: ${piece.sentence}`}
                              onClick={() =>
                                change(
                                  (c) => ({ ...c, settled: c.settled.filter((id) => id !== piece.id) }),
                                  true,
                                )
                              }
                            >
                              {t('library.bench.undo')}
                            </Button>
                          ) : null
                        }
                      >
                        {piece.sentence}
                      </Row>
                    ))}
                </dl>
              </section>
              {kept.format === 'pdf' || kept.format === 'scan' ? <DraftSignatures draftId={kept.id} /> : null}
              {may('document.discard') ? (
                <p className={css.quiet}>
                  <DiscardDraft draft={kept} />
                </p>
              ) : null}
            </div>
          ),
        }}
      />
      {draft.conflict?.pieces ? (
        <ConflictDialog mine={pieces} theirs={draft.conflict.pieces} onChoose={draft.choose} />
      ) : null}
    </>
  )
}
