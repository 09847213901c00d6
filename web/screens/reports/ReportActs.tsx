import { IconPrinter } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import {
  answerReport,
  issueReport,
  numberReport,
  refuseReport,
  renewReport,
  reviewReport,
  submitReport,
} from '../../api/generated/sdk.gen.ts'
import type { Report, SubmitReportData } from '../../api/generated/types.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { newId } from '../../app/ids.ts'
import { Button } from '../../parts/Button.tsx'
import { Dialog } from '../../parts/Dialog.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { CheckField, TextArea } from '../../parts/FormField.tsx'
import { SignerPicker, type Signer } from '../organisation/Signers.tsx'
import css from './reports.module.css'
import type { ReportDraft } from './useReportDraft.ts'

type IssueWith = NonNullable<SubmitReportData['body']['issue']>
type Asked = 'submit' | 'returned' | 'asked' | 'replied' | 'send_back' | 'refuse'

/** What can be done with the report now, one of it the button of the screen; words are asked for in a dialog. */
export function ReportActs(props: {
  report: Report
  draft: ReportDraft
  /** required sections without words: writing them comes first */
  unwritten: string[]
  onWrite: (section: string) => void
}) {
  const t = useT()
  const queryClient = useQueryClient()
  const { report, draft, unwritten, onWrite } = props
  const [asked, setAsked] = useState<Asked | null>(null)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const may = (what: Report['may'][number]) => report.may.includes(what)
  const path = { id: report.id }
  // What waits for its signatures is issued with both, and not before.
  const isSigned = !report.issuing || report.issuing.signing?.next === null

  /** Saves what is written, does the deed, and shows what the server then says of the report. */
  async function run(deed: (version: number) => Promise<unknown>): Promise<void> {
    setBusy(true)
    setError(null)
    try {
      const version = await draft.flush()
      if (version === null) return
      await deed(version)
      setAsked(null)
      await queryClient.invalidateQueries()
    } catch (reason) {
      setError(reason)
    } finally {
      setBusy(false)
    }
  }
  const review = (step: 'to_leader' | 'approve' | 'send_back', words = '') =>
    run((version) => reviewReport({ path, body: { version, step, words }, throwOnError: true }))
  const answer = (what: 'accepted' | 'returned' | 'asked' | 'replied', words = '') =>
    run(() =>
      answerReport({
        path,
        body: { id: newId(), version: report.version, answer: what, words },
        throwOnError: true,
      }),
    )
  const sending = busy ? t('common.busy.sending') : false
  const [missing] = unwritten
  const writes = may('report.save') && missing !== undefined
  return (
    <>
      <Button icon={<IconPrinter stroke={1.75} />} onClick={() => window.print()}>
        {t('common.print')}
      </Button>
      {writes ? (
        <Button kind="go" onClick={() => onWrite(missing)}>
          {t('reports.act.write', { n: unwritten.length })}
        </Button>
      ) : null}
      {may('report.ask') ? <Button onClick={() => setAsked('asked')}>{t('reports.act.ask')}</Button> : null}
      {may('report.reply') ? (
        <Button onClick={() => setAsked('replied')}>{t('reports.act.reply')}</Button>
      ) : null}
      {may('report.return') ? (
        <Button onClick={() => setAsked('returned')}>{t('reports.act.return')}</Button>
      ) : null}
      {may('report.issue') && isSigned ? (
        <Button
          busy={sending}
          onClick={() =>
            void run(() =>
              issueReport({
                path,
                body: { version: report.version, issue: {} },
                throwOnError: true,
              }),
            )
          }
        >
          {t(report.issuing ? 'reports.act.issue.signed' : 'reports.act.issue')}
        </Button>
      ) : null}
      {may('report.number') ? (
        <Button
          busy={sending}
          onClick={() =>
            void run(() =>
              numberReport({ path, body: { version: report.version, issue: {} }, throwOnError: true }),
            )
          }
        >
          {t('reports.act.number')}
        </Button>
      ) : null}
      {may('report.refuse') ? (
        <Button onClick={() => setAsked('refuse')}>{t('reports.act.refuse')}</Button>
      ) : null}
      {may('report.send_back') ? (
        <Button onClick={() => setAsked('send_back')}>{t('reports.act.sendBack')}</Button>
      ) : null}
      {may('report.to_leader') && !writes ? (
        <Button
          kind={may('report.approve') ? 'plain' : 'go'}
          busy={sending}
          onClick={() => void review('to_leader')}
        >
          {t('reports.act.toLeader')}
        </Button>
      ) : null}
      {may('report.approve') && !writes ? (
        <Button kind="go" busy={sending} onClick={() => void review('approve')}>
          {t('reports.act.approve')}
        </Button>
      ) : null}
      {may('report.submit') ? (
        <Button kind="go" onClick={() => setAsked('submit')}>
          {t('reports.act.submit')}
        </Button>
      ) : null}
      {may('report.renew') ? (
        <Button busy={sending} onClick={() => void run(() => renewReport({ path, throwOnError: true }))}>
          {t('reports.act.renew')}
        </Button>
      ) : null}
      {may('report.accept') ? (
        <Button kind="go" busy={sending} onClick={() => void answer('accepted')}>
          {t('reports.act.accept')}
        </Button>
      ) : null}
      {error && asked === null ? (
        <div className={css.actError}>
          <ErrorNote error={error} focus />
        </div>
      ) : null}
      {asked === 'submit' ? (
        <SubmitDialog
          report={report}
          busy={sending}
          error={error}
          onClose={() => setAsked(null)}
          onSubmit={(issue) =>
            void run((version) => submitReport({ path, body: { version, issue }, throwOnError: true }))
          }
        />
      ) : asked !== null ? (
        <WordsDialog
          asked={asked}
          report={report}
          busy={sending}
          error={error}
          onClose={() => setAsked(null)}
          onSend={(words) =>
            void (asked === 'send_back'
              ? review('send_back', words)
              : asked === 'refuse'
                ? run(() => refuseReport({ path, body: { words }, throwOnError: true }))
                : answer(asked, words))
          }
        />
      ) : null}
    </>
  )
}

function SubmitDialog(props: {
  report: Report
  busy: string | false
  error: unknown
  onClose: () => void
  onSubmit: (issue: IssueWith | null) => void
}) {
  const t = useT()
  const { report, busy, error, onClose, onSubmit } = props
  const [issue, setIssue] = useState(false)
  const [signer, setSigner] = useState<Signer | null>(null)
  const units = report.superiors.map((s) => s.unit.shortName).join(', ')
  return (
    <Dialog
      title={t('reports.act.submit.title', { period: report.period.name })}
      onClose={onClose}
      acts={
        <>
          <Button
            kind="go"
            busy={busy}
            onClick={() =>
              onSubmit(
                issue
                  ? { signerPersonId: signer?.personId ?? null, authority: signer?.authority ?? null }
                  : null,
              )
            }
          >
            {t('reports.act.submit')}
          </Button>
          <Button kind="bare" onClick={onClose}>
            {t('common.cancel')}
          </Button>
        </>
      }
    >
      {error ? <ErrorNote error={error} focus /> : null}
      <p>{t('reports.act.submit.words', { units })}</p>
      {report.missing.length > 0 ? (
        <p>{t('reports.act.submit.missing', { n: report.missing.length })}</p>
      ) : null}
      <CheckField
        label={t('reports.act.submit.issue')}
        hint={t('reports.act.submit.issue.hint')}
        checked={issue}
        onChange={(e) => setIssue(e.target.checked)}
      />
      {issue ? (
        <SignerPicker
          type="Báo cáo"
          on={null}
          signer={signer ?? { personId: null, authority: null }}
          onPick={setSigner}
        />
      ) : null}
    </Dialog>
  )
}

const dialogWords = {
  returned: {
    title: 'reports.act.return.title',
    label: 'reports.act.return.words',
    act: 'reports.act.return',
  },
  asked: { title: 'reports.act.ask', label: 'reports.act.ask.words', act: 'reports.act.send' },
  replied: { title: 'reports.act.reply', label: 'reports.act.reply.words', act: 'reports.act.send' },
  refuse: {
    title: 'reports.act.refuse',
    label: 'reports.act.refuse.words',
    act: 'reports.act.refuse',
  },
  send_back: {
    title: 'reports.act.sendBack.title',
    label: 'reports.act.sendBack.words',
    act: 'reports.act.sendBack',
  },
} as const

function WordsDialog(props: {
  asked: keyof typeof dialogWords
  report: Report
  busy: string | false
  error: unknown
  onClose: () => void
  onSend: (words: string) => void
}) {
  const t = useT()
  const { asked, report, busy, error, onClose, onSend } = props
  const [words, setWords] = useState('')
  const [tried, setTried] = useState(false)
  const said = dialogWords[asked]
  return (
    <Dialog
      title={t(said.title, { unit: report.unit.shortName })}
      onClose={onClose}
      acts={
        <>
          <Button
            kind="go"
            busy={busy}
            onClick={() => {
              setTried(true)
              if (words.trim() !== '') onSend(words)
            }}
          >
            {t(said.act)}
          </Button>
          <Button kind="bare" onClick={onClose}>
            {t('common.cancel')}
          </Button>
        </>
      }
    >
      {error ? <ErrorNote error={error} focus /> : null}
      <TextArea
        label={t(said.label)}
        hint={asked === 'returned' ? t('reports.act.return.hint') : undefined}
        error={tried && words.trim() === '' ? t('reports.error.words_missing') : undefined}
        value={words}
        onChange={(e) => setWords(e.target.value)}
      />
    </Dialog>
  )
}
