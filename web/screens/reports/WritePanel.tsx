import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { formatDate } from '#src/messages/format.ts'
import { listReportProposalsOptions } from '../../api/generated/@tanstack/react-query.gen.ts'
import type { Report, ReportProposal } from '../../api/generated/types.gen.ts'
import { useLanguage } from '../../app/i18n.tsx'
import { AppLink } from '../../parts/AppLink.tsx'
import { Button } from '../../parts/Button.tsx'
import { Drawer, DrawerPart } from '../../parts/Drawer.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { TextArea, TextField } from '../../parts/FormField.tsx'
import { SaveState } from '../../parts/SaveState.tsx'
import { Skeleton } from '../../parts/Skeleton.tsx'
import css from './reports.module.css'
import type { ReportDraft } from './useReportDraft.ts'

/** Points drawn at once; the rest on asking. */
const page = 30

/** Writing a section: its words, and points out of activities and reports from below, each with where it comes from. */
export function WritePanel(props: {
  report: Report
  section: Report['sections'][number]
  draft: ReportDraft
  onClose: () => void
}) {
  const { t } = useLanguage()
  const { report, section, draft, onClose } = props
  const query = useQuery(listReportProposalsOptions({ path: { id: report.id } }))
  const text = draft.content.texts.find((x) => x.section === section.key) ?? {
    section: section.key,
    words: '',
    sources: [],
  }
  const put = (next: typeof text) =>
    draft.change((c) => ({
      ...c,
      texts: [...c.texts.filter((x) => x.section !== section.key), next],
    }))
  const items = query.data?.sections.find((s) => s.section === section.key)?.items ?? []
  function take(p: ReportProposal) {
    const words = text.words.trimEnd()
    put({
      ...text,
      words: `${words}${words === '' ? '' : '\n'}- ${p.words}`,
      sources: [...text.sources, p.origin],
    })
  }
  return (
    <Drawer
      cap={t('reports.write.cap', { marker: section.marker })}
      title={section.title.charAt(0) + section.title.slice(1).toLocaleLowerCase('vi')}
      onClose={onClose}
    >
      {draft.error ? <ErrorNote error={draft.error} /> : null}
      {draft.theirs ? <TwoVersions draft={draft} section={section.key} /> : null}
      <div className={css.writing}>
        <TextArea
          label={t('reports.write.words')}
          optional={!section.required}
          rows={9}
          lang="vi"
          value={text.words}
          onChange={(e) => put({ ...text, words: e.target.value })}
          onBlur={() => void draft.flush()}
        />
        <p className={css.under}>
          {text.sources.length > 0 ? (
            <span>{t('reports.write.sources', { n: text.sources.length })}</span>
          ) : null}
          {draft.saving ? <SaveState saving={draft.saving} /> : null}
        </p>
      </div>
      <DrawerPart title={t('reports.write.proposals')}>
        {query.error ? <ErrorNote error={query.error} onRetry={() => void query.refetch()} /> : null}
        {query.data ? (
          <Points items={items} sources={text.sources} onTake={take} />
        ) : query.error ? null : (
          <Skeleton rows={4} />
        )}
      </DrawerPart>
    </Drawer>
  )
}

/** Somebody else saved meanwhile: their words are shown, and nothing is overwritten until one is chosen. */
function TwoVersions({ draft, section }: { draft: ReportDraft; section: string }) {
  const { t } = useLanguage()
  const words = draft.theirs?.texts.find((x) => x.section === section)?.words ?? ''
  return (
    <div className={css.changes}>
      <p className={css.source}>{t('reports.write.theirs')}</p>
      <p lang="vi" className={css.theirs}>
        {words === '' ? t('reports.sheet.unwritten.none') : words}
      </p>
      <p className={css.choice}>
        <Button size="small" onClick={() => draft.choose('mine')}>
          {t('reports.write.keepMine')}
        </Button>
        <Button size="small" kind="bare" onClick={() => draft.choose('theirs')}>
          {t('reports.write.takeTheirs')}
        </Button>
      </p>
    </div>
  )
}

function Points(props: {
  items: ReportProposal[]
  sources: ReportProposal['origin'][]
  onTake: (p: ReportProposal) => void
}) {
  const { t } = useLanguage()
  const { items, sources, onTake } = props
  const [find, setFind] = useState('')
  const [shown, setShown] = useState(page)
  if (items.length === 0) return <p className={css.hint}>{t('reports.write.proposals.none')}</p>
  const wanted = find.trim().toLocaleLowerCase('vi')
  const found = items.filter((p) =>
    `${p.words} ${p.unit.shortName} ${p.title}`.toLocaleLowerCase('vi').includes(wanted),
  )
  const taken = (p: ReportProposal) =>
    sources.some((s) => s.id === p.origin.id && s.version === p.origin.version && s.field === p.origin.field)
  return (
    <>
      {items.length > 8 ? (
        <TextField
          label={t('reports.write.find')}
          optional
          type="search"
          value={find}
          onChange={(e) => setFind(e.target.value)}
        />
      ) : null}
      <ul className={css.points}>
        {found.slice(0, shown).map((p) => (
          <li key={`${p.origin.id} ${p.origin.field}`}>
            <p lang="vi">{p.words}</p>
            <p className={css.source}>
              {t(`reports.write.field.${p.origin.field}`)} ·{' '}
              <AppLink
                href={
                  p.origin.what === 'activity'
                    ? `/activities/${p.origin.id}`
                    : `/reports/${p.origin.id}?version=${p.origin.version}`
                }
              >
                {p.day === null
                  ? t('reports.write.from', { unit: p.unit.shortName, title: p.title })
                  : t('reports.write.fromDay', {
                      unit: p.unit.shortName,
                      title: p.title,
                      day: formatDate(p.day),
                    })}
              </AppLink>
            </p>
            {taken(p) ? (
              <span className={css.taken}>{t('reports.write.taken')}</span>
            ) : (
              <Button size="small" onClick={() => onTake(p)}>
                {t('reports.write.take')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {found.length > shown ? (
        <Button kind="bare" onClick={() => setShown(shown + page)}>
          {t('reports.write.more', { n: found.length - shown })}
        </Button>
      ) : null}
    </>
  )
}
