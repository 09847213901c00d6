import { IconDownload, IconPrinter } from '@tabler/icons-react'
import { useState } from 'react'
import { useT } from '../../app/i18n.tsx'
import { useSession } from '../../app/session.ts'
import { Button, ButtonAnchor } from '../../parts/Button.tsx'
import { DateField } from '../../parts/DateField.tsx'
import { Dialog } from '../../parts/Dialog.tsx'
import { RadioCards, SelectField } from '../../parts/FormField.tsx'
import css from './Inbox.module.css'

interface Props {
  /** address of the register below the interface, without its ending */
  path: 'register' | 'arrivals'
  years: readonly number[]
  /** registers kept apart; none where there is one for all */
  series?: readonly string[]
}

/** The button that prints or exports a register for a year or a span of days. */
export function PrintBook(props: Props) {
  const t = useT()
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button icon={<IconPrinter size={18} stroke={1.75} />} onClick={() => setOpen(true)}>
        {t('dispatch.book.print')}
      </Button>
      {open ? <PrintDialog {...props} onClose={() => setOpen(false)} /> : null}
    </>
  )
}

function PrintDialog({ path, years, series = [], onClose }: Props & { onClose: () => void }) {
  const t = useT()
  const { today } = useSession()
  const now = Number(today.slice(0, 4))
  const choices = years.includes(now) ? years : [now, ...years]
  const [part, setPart] = useState<'year' | 'days'>('year')
  const [year, setYear] = useState(String(choices[0] ?? now))
  const [from, setFrom] = useState<string | null>(`${today.slice(0, 7)}-01`)
  const [to, setTo] = useState<string | null>(today)
  const [of, setOf] = useState('')
  const backwards = part === 'days' && from !== null && to !== null && to < from
  const query = new URLSearchParams({
    ...(part === 'year' ? { year } : { ...(from ? { from } : {}), ...(to ? { to } : {}) }),
    ...(of === '' ? {} : { series: of }),
  }).toString()
  return (
    <Dialog
      title={t('dispatch.book.print')}
      onClose={onClose}
      acts={
        backwards ? null : (
          <>
            <ButtonAnchor
              kind="go"
              href={`/api/v1/${path}.pdf?${query}`}
              target="_blank"
              rel="noreferrer"
              icon={<IconPrinter size={18} stroke={1.75} />}
            >
              {t('dispatch.book.pdf')}
            </ButtonAnchor>
            <ButtonAnchor
              href={`/api/v1/${path}.xlsx?${query}`}
              icon={<IconDownload size={18} stroke={1.75} />}
            >
              {t('dispatch.book.xlsx')}
            </ButtonAnchor>
          </>
        )
      }
    >
      <div className={css.form}>
        <p>{t('dispatch.book.print.what')}</p>
        <RadioCards
          label={t('dispatch.book.print.of')}
          value={part}
          onChange={(v) => setPart(v === 'days' ? 'days' : 'year')}
          options={[
            { value: 'year', label: t('dispatch.book.print.year') },
            { value: 'days', label: t('dispatch.book.print.days') },
          ]}
        />
        {part === 'year' ? (
          <SelectField
            label={t('dispatch.book.year.field')}
            value={year}
            onChange={(e) => setYear(e.target.value)}
            options={choices.map((y) => ({ value: String(y), label: String(y) }))}
          />
        ) : (
          <>
            <DateField label={t('dispatch.book.from')} value={from} onChange={setFrom} />
            <DateField
              label={t('dispatch.book.to')}
              value={to}
              onChange={setTo}
              error={backwards ? t('dispatch.error.days_backwards') : undefined}
            />
          </>
        )}
        {series.length > 1 ? (
          <SelectField
            label={t('dispatch.book.series')}
            value={of}
            onChange={(e) => setOf(e.target.value)}
            options={[
              { value: '', label: t('dispatch.book.series.all') },
              ...series.map((s) => ({ value: s, label: s })),
            ]}
          />
        ) : null}
      </div>
    </Dialog>
  )
}
