import { useMutation } from '@tanstack/react-query'
import { createLazyRoute } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import type { CheckedText } from '../../api/generated/index.ts'
import { checkText } from '../../api/generated/sdk.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { Button } from '../../parts/Button.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { TextArea } from '../../parts/FormField.tsx'
import { Page, PageHead } from '../../parts/Page.tsx'
import { Status } from '../../parts/Status.tsx'
import { applied } from './corrections.ts'
import css from './Known.module.css'

export const Route = createLazyRoute('/documents/check')({ component: CheckText })

type Finding = CheckedText['findings'][number]
const shapes = { error: 'late', warning: 'soon', note: 'open' } as const

/** A text that is being written, with what there is to look at beside it. A correction is applied by a press, never by itself. */
function CheckText() {
  const t = useT()
  const area = useRef<HTMLDivElement>(null)
  const [text, setText] = useState('')
  // The text that the findings speak of: after a change by hand their places no longer hold.
  const [checked, setChecked] = useState<{ text: string; findings: Finding[] } | null>(null)
  const check = useMutation({
    mutationFn: async (words: string) => {
      const { data } = await checkText({ body: { text: words }, throwOnError: true })
      return { text: words, findings: data.findings }
    },
    onSuccess: setChecked,
  })
  const fresh = checked !== null && checked.text === text
  const apply = (finding: Finding) => {
    if (!checked || !finding.correction) return
    const next = applied(checked, finding)
    setText(next.text)
    setChecked(next)
  }
  const show = ({ start, end }: Finding) => {
    const field = area.current?.querySelector('textarea')
    field?.focus()
    field?.setSelectionRange(start, end)
  }
  return (
    <Page>
      <PageHead
        crumbs={[{ label: t('library.title'), href: '/documents' }]}
        title={t('library.check.title')}
        acts={
          <Button
            kind="go"
            busy={check.isPending && t('library.check.run')}
            onClick={() => check.mutate(text)}
          >
            {t('library.check.run')}
          </Button>
        }
      />
      {check.error ? <ErrorNote error={check.error} onRetry={() => check.mutate(text)} /> : null}
      <div className={css.check}>
        <div ref={area}>
          <TextArea
            label={t('library.check.text')}
            hint={t('library.check.hint')}
            rows={24}
            maxLength={400_000}
            spellCheck={false}
            value={text}
            onChange={(e) => setText(e.target.value)}
          />
        </div>
        <section aria-label={t('library.check.findings')}>
          <h2>{t('library.check.findings')}</h2>
          <p className="small mute" role="status">
            {checked === null
              ? t('library.check.before')
              : !fresh
                ? t('library.check.changed')
                : checked.findings.length === 0
                  ? t('library.check.clean')
                  : null}
          </p>
          {checked === null || checked.findings.length === 0 ? null : (
            <ol className={css.list}>
              {checked.findings.map((finding) => (
                <li key={`${finding.code} ${finding.start} ${finding.end}`} className={css.finding}>
                  <Status state={shapes[finding.severity]}>{t(`lint.severity.${finding.severity}`)}</Status>
                  <span>{finding.sentence}</span>
                  <span className="small mute">{finding.article}</span>
                  {fresh ? (
                    <span>
                      <Button size="small" kind="bare" onClick={() => show(finding)}>
                        {t('library.check.show')}
                      </Button>
                      {finding.correction ? (
                        <Button size="small" onClick={() => apply(finding)}>
                          {finding.correction.words === ''
                            ? t('library.check.remove')
                            : t('library.check.fix', { words: finding.correction.words })}
                        </Button>
                      ) : null}
                    </span>
                  ) : null}
                </li>
              ))}
            </ol>
          )}
        </section>
      </div>
    </Page>
  )
}
