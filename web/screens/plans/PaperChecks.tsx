import { useQuery } from '@tanstack/react-query'
import type { RefObject } from 'react'
import type { CheckedText } from '../../api/generated/index.ts'
import { checkText } from '../../api/generated/sdk.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { Button } from '../../parts/Button.tsx'
import { corrected } from '../../parts/corrected.ts'
import { bringIntoPane } from '../../parts/scroll.ts'
import { Status } from '../../parts/Status.tsx'
import css from './plans.module.css'

type Finding = CheckedText['findings'][number]
const shapes = { error: 'late', warning: 'soon', note: 'open' } as const
/** Number and day come when the draft is issued; what it rests on was chosen from the library, and the register has not all of that. */
const leftOut: ReadonlySet<Finding['code']> = new Set([
  'number_blank',
  'number_missing',
  'date_blank',
  'date_missing',
  'citation_unknown',
])

/** A draft's content, where it may be changed: a correction that is pressed is put into it. */
export interface Correctable<C> {
  content: C
  onChange: (content: C) => void
}

/**
 * What the paper of the draft has to be looked at for: bases, dates, form. Each leads to its place on the page; nothing is changed but
 * by a press.
 */
export function PaperChecks<C>(props: {
  text: string
  page: RefObject<HTMLDivElement | null>
  draft?: Correctable<C> | undefined
}) {
  const t = useT()
  const { text, page, draft } = props
  const checked = useQuery({
    queryKey: ['paper-checks', text],
    queryFn: async ({ signal }) => (await checkText({ body: { text }, signal, throwOnError: true })).data,
    staleTime: Infinity,
  })
  // A help beside the paper: where it can't be asked for, the paper stands as ever.
  const findings = (checked.data?.findings ?? []).filter((f) => !leftOut.has(f.code))
  if (findings.length === 0) return null
  return (
    <details className={css.findings}>
      <summary>{t('plans.paper.checks', { n: findings.length })}</summary>
      <ul>
        {findings.map((finding) => (
          <li key={`${finding.code} ${finding.start} ${finding.end}`}>
            <Status state={shapes[finding.severity]}>{t(`lint.severity.${finding.severity}`)}</Status>
            <div>
              <button type="button" onClick={() => show(page.current, finding)}>
                {finding.sentence}
              </button>
              <div className="small mute">{finding.article}</div>
              <Correct text={text} finding={finding} draft={draft} />
            </div>
          </li>
        ))}
      </ul>
    </details>
  )
}

/** The press that puts a correction into the draft; nothing where its words stand in no place of it, or in several. */
function Correct<C>(props: { text: string; finding: Finding; draft: Correctable<C> | undefined }) {
  const t = useT()
  const { text, finding, draft } = props
  const edit = finding.correction
  const next = draft && edit ? corrected(draft.content, text, edit) : null
  if (!draft || !edit || next === null) return null
  return (
    <Button size="small" onClick={() => draft.onChange(next)}>
      {edit.words === '' ? t('library.check.remove') : t('library.check.fix', { words: edit.words })}
    </Button>
  )
}

/** Brings the place into sight and marks its words as selected. */
function show(page: HTMLElement | null, { start, end }: Finding): void {
  const runs = [...(page?.querySelectorAll<HTMLElement>('[data-s]') ?? [])]
  const at = (offset: number) => runs.findLast((run) => Number(run.dataset['s']) <= offset)
  const [first, last] = [at(start), at(Math.max(start, end - 1))]
  if (!first || !last) return
  const range = document.createRange()
  const place = (run: HTMLElement, offset: number): [Node, number] => {
    const node = run.firstChild ?? run
    return [node, Math.min(Math.max(0, offset - Number(run.dataset['s'])), node.textContent?.length ?? 0)]
  }
  range.setStart(...place(first, start))
  range.setEnd(...place(last, end))
  const selection = window.getSelection()
  selection?.removeAllRanges()
  selection?.addRange(range)
  bringIntoPane(first, 'middle')
}
