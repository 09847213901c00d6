import type { ReactNode } from 'react'
import { formatInstant } from '#src/messages/format.ts'
import type { Report, ReportContent, ReportFigure } from '../../api/generated/types.gen.ts'
import { useLanguage } from '../../app/i18n.tsx'
import { Button } from '../../parts/Button.tsx'
import { Figure } from '../../parts/Figure.tsx'
import { Desk, NotReported, Sheet, SheetHeading, SheetTable, SheetText } from '../../parts/Sheet.tsx'
import { usePhone } from '../../parts/useMedia.ts'
import css from './reports.module.css'
import { spellDifference, spellFigure } from './spell.ts'

export interface OpenFigure {
  indicator: string
  of: 'total' | 'running'
}

interface SheetProps {
  report: Report
  content: ReportContent
  open: OpenFigure | null
  onOpen: (figure: OpenFigure) => void
  /** how many points are offered for a section */
  offered: ReadonlyMap<string, number>
  /** turns to the writing of a section; without it nothing is written here */
  onWrite?: ((section: string) => void) | undefined
}

/** The report as it is printed; every number opens. On a phone the same words and rows, never a shrunken page. */
export function ReportSheet(props: SheetProps) {
  const { t } = useLanguage()
  const { report } = props
  const document = report.versions.find((v) => v.version === report.shown.version)?.document
  const [number] = (document?.numberSymbol ?? '').split('/')
  // Whoever may not read the paper itself still knows the day on which this version was handed in.
  const dated = document?.issuedOn ?? (report.shown.at === null ? null : dayOf(report.shown.at))
  return (
    <Desk>
      <Sheet
        width={728}
        head={{
          ...(report.unit.parentLine ? { above: report.unit.parentLine.toLocaleUpperCase('vi') } : {}),
          issuer: report.unit.name.toLocaleUpperCase('vi'),
          number: `${number || '…'}/BC-${report.unit.abbreviation}`,
          placeDate: dated
            ? t('reports.sheet.date', { place: report.unit.place, ...dateWords(dated) })
            : t('reports.sheet.place', {
                place: report.unit.place,
                year: report.period.lastDay.slice(0, 4),
              }),
          kind: t('reports.sheet.kind'),
          about: report.subject,
        }}
      >
        {report.sections.map((section) => (
          <Section key={section.key} {...props} section={section} />
        ))}
      </Sheet>
    </Desk>
  )
}

/** The day of an instant in Viet Nam, `YYYY-MM-DD`. */
function dayOf(instant: string): string {
  return formatInstant(instant).slice(0, 10).split('/').reverse().join('-')
}

/** Day and month as a document bears them: a day below ten and January and February with a 0 (Decree 30/2020, App. I). */
function dateWords(date: string): { day: string; month: string; year: string } {
  const [year = '', month = '', day = ''] = date.split('-')
  return { day, month: Number(month) <= 2 ? month : String(Number(month)), year }
}

function Section(props: SheetProps & { section: Report['sections'][number] }) {
  const { t } = useLanguage()
  const { report, content, section, open, onOpen, onWrite } = props
  const words = content.texts.find((x) => x.section === section.key)?.words.trim() ?? ''
  const heading = `${section.marker}. ${section.title}`
  const act = t(words === '' ? 'reports.sheet.write' : 'reports.sheet.edit')
  return (
    <section>
      <SheetHeading>
        {heading}
        {onWrite ? (
          <span className={css.write}>
            <Button
              size="small"
              kind="bare"
              aria-label={t('reports.sheet.section', { act, title: heading })}
              onClick={() => onWrite(section.key)}
            >
              {act}
            </Button>
          </span>
        ) : null}
      </SheetHeading>
      {section.lead.length > 0 ? (
        <SheetText>
          {section.lead.map((piece, i) => {
            const figure = report.figures.find((f) => f.indicator === piece.indicator)
            return figure ? (
              <OneFigure key={i} figure={figure} of="total" inLead open={open} onOpen={onOpen} />
            ) : (
              piece.words
            )
          })}
        </SheetText>
      ) : null}
      {words === '' ? (
        <Unwritten {...props} />
      ) : (
        words.split(/\n+/).map((line, i) => <SheetText key={i}>{line}</SheetText>)
      )}
      {section.hasTable ? <FigureTable {...props} /> : null}
    </section>
  )
}

function Unwritten({ section, offered, onWrite }: SheetProps & { section: Report['sections'][number] }) {
  const { t } = useLanguage()
  const n = offered.get(section.key) ?? 0
  if (section.lead.length > 0) return null
  if (!onWrite) return <SheetText>{t('reports.sheet.empty')}</SheetText>
  return (
    <SheetText>
      <span className={css.unwritten}>
        {n > 0 ? t('reports.sheet.unwritten', { n }) : t('reports.sheet.unwritten.none')}
      </span>
    </SheetText>
  )
}

function OneFigure(props: {
  figure: ReportFigure
  of: 'total' | 'running'
  inLead?: boolean
  open: OpenFigure | null
  onOpen: (figure: OpenFigure) => void
}) {
  const { locale, t } = useLanguage()
  const { figure, of, inLead, open, onOpen } = props
  return (
    <Figure
      value={spellFigure(figure, inLead ? 'lead' : of, locale, t)}
      open={open?.indicator === figure.indicator && open.of === of}
      changed={of === 'total' && figure.now !== null}
      onOpen={() => onOpen({ indicator: figure.indicator, of })}
    />
  )
}

function FigureTable(props: SheetProps) {
  const { t } = useLanguage()
  const phone = usePhone()
  const { report, open, onOpen } = props
  const since = report.figures.find((f) => f.runningYear !== null)?.runningYear ?? ''
  const running = t('reports.sheet.running', { year: String(since) })
  return (
    <>
      <div className={css.caption}>{report.tableCaption}</div>
      {phone ? (
        <ul className={css.rows}>
          {report.figures.map((f) => (
            <li key={f.indicator}>
              <span>
                {f.name} <span className={css.unit}>({f.unit})</span>
              </span>
              <span className={css.values}>
                <OneFigure figure={f} of="total" open={open} onOpen={onOpen} />
                {f.runningYear === null ? null : (
                  <span className={css.runningValue}>
                    {running}: <OneFigure figure={f} of="running" open={open} onOpen={onOpen} />
                  </span>
                )}
              </span>
            </li>
          ))}
        </ul>
      ) : (
        <SheetTable label={report.tableCaption}>
          <thead>
            <tr>
              <th scope="col" className={css.narrow}>
                {t('reports.sheet.no')}
              </th>
              <th scope="col">{t('reports.sheet.indicator')}</th>
              <th scope="col" className={css.unitColumn}>
                {t('reports.sheet.unit')}
              </th>
              <th scope="col" className={css.valueColumn}>
                {t('reports.sheet.period')}
              </th>
              <th scope="col" className={css.valueColumn}>
                {running}
              </th>
            </tr>
          </thead>
          <tbody>
            {report.figures.map((f, i) => (
              <tr key={f.indicator} data-current={open?.indicator === f.indicator || undefined}>
                <td data-align="center">{i + 1}</td>
                <td>{f.name}</td>
                <td data-align="center">{f.unit}</td>
                <td data-align="right" className={f.state === 'value' ? undefined : css.inWords}>
                  <OneFigure figure={f} of="total" open={open} onOpen={onOpen} />
                </td>
                <td data-align="right">
                  {f.runningYear === null ? (
                    '–'
                  ) : (
                    <OneFigure figure={f} of="running" open={open} onOpen={onOpen} />
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </SheetTable>
      )}
      <Notes report={report} />
    </>
  )
}

/** Under the table: what was corrected and carried, and who is not counted, by name and state. */
function Notes({ report }: { report: Report }) {
  const { locale, t } = useLanguage()
  const notes: ReactNode[] = report.figures.flatMap((f, i) => [
    ...(f.correction
      ? [
          t('reports.sheet.correction', {
            line: i + 1,
            n: spellDifference(f.correction.n, locale),
            reason: f.correction.reason,
          }),
        ]
      : []),
    ...(f.revised === 0
      ? []
      : [t('reports.sheet.revised', { line: i + 1, n: spellDifference(f.revised, locale) })]),
    ...(f.carried === 0
      ? []
      : [t('reports.sheet.carried', { line: i + 1, n: spellDifference(f.carried, locale) })]),
  ])
  const states = ['not_reported', 'waiting', 'returned'] as const
  const missing = states
    .map((state) => ({ state, units: report.missing.filter((m) => m.state === state) }))
    .filter((g) => g.units.length > 0)
  return (
    <div className={css.notes}>
      {notes.map((note, i) => (
        <SheetText key={i} plain>
          {note}
        </SheetText>
      ))}
      {missing.length > 0 ? (
        <SheetText plain>
          <NotReported>{t('reports.sheet.notReported')}</NotReported>{' '}
          {missing
            .map(
              (g) => `${g.units.map((m) => m.unit.shortName).join(', ')}: ${t(`reports.missing.${g.state}`)}`,
            )
            .join('; ')}
          . {t('reports.sheet.notCounted', { n: report.missing.length })}
        </SheetText>
      ) : null}
    </div>
  )
}
