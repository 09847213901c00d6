import { useState } from 'react'
import { formatNumber } from '#src/messages/format.ts'
import type { ReportFigure } from '../../api/generated/types.gen.ts'
import { useLanguage } from '../../app/i18n.tsx'
import { Button } from '../../parts/Button.tsx'
import { CheckField, Form, TextField } from '../../parts/FormField.tsx'
import { SaveState } from '../../parts/SaveState.tsx'
import type { ReportDraft } from './useReportDraft.ts'

/** An adjustment of a counted figure with its reason, and the statement that nothing of the kind happened. */
export function FigureStatement(props: { figure: ReportFigure; draft: ReportDraft }) {
  const { locale, t } = useLanguage()
  const { figure, draft } = props
  const code = figure.indicator
  const put = draft.content.corrections.find((c) => c.indicator === code)
  const [n, setN] = useState(put ? String(put.n) : '')
  const [reason, setReason] = useState(put?.reason ?? '')
  const [wrong, setWrong] = useState<{ n?: string; reason?: string }>({})
  const states = figure.adds === 'not_additive'
  const counted = figure.own.n + figure.below.n

  function write() {
    const value = Number(n.trim().replace('−', '-'))
    const problems = {
      ...(n.trim() === '' || !Number.isSafeInteger(value) ? { n: t('common.number.invalid') } : {}),
      ...(reason.trim().length < 3 ? { reason: t('reports.figure.say.reason.short') } : {}),
    }
    setWrong(problems)
    if (Object.keys(problems).length > 0) return
    draft.change((c) => ({
      ...c,
      corrections: [
        ...c.corrections.filter((x) => x.indicator !== code),
        { indicator: code, n: value, reason: reason.trim() },
      ],
    }))
  }
  function drop() {
    setN('')
    setReason('')
    draft.change((c) => ({ ...c, corrections: c.corrections.filter((x) => x.indicator !== code) }))
  }
  function sayNothing(nothing: boolean) {
    draft.change((c) => ({
      ...c,
      nothing: [...c.nothing.filter((x) => x !== code), ...(nothing ? [code] : [])],
    }))
  }

  return (
    <Form
      onSubmit={write}
      acts={
        <>
          <Button type="submit" size="small">
            {t('reports.figure.say.put')}
          </Button>
          {put ? (
            <Button size="small" kind="bare" onClick={drop}>
              {t('reports.figure.say.drop')}
            </Button>
          ) : null}
          {draft.saving ? <SaveState saving={draft.saving} /> : null}
        </>
      }
    >
      {counted === 0 && !put ? (
        <CheckField
          label={t('reports.figure.say.nothing')}
          hint={t('reports.figure.say.nothing.hint')}
          checked={draft.content.nothing.includes(code)}
          onChange={(e) => sayNothing(e.target.checked)}
        />
      ) : null}
      <TextField
        label={t(states ? 'reports.figure.say.n.state' : 'reports.figure.say.n')}
        hint={states ? undefined : t('reports.figure.say.n.hint', { n: formatNumber(counted, locale) })}
        inputMode="numeric"
        value={n}
        error={wrong.n}
        onChange={(e) => setN(e.target.value)}
      />
      <TextField
        label={t('reports.figure.say.reason')}
        value={reason}
        error={wrong.reason}
        onChange={(e) => setReason(e.target.value)}
      />
    </Form>
  )
}
