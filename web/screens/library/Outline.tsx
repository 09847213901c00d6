import { memo, useState } from 'react'
import type { DraftSection } from '../../api/generated/index.ts'
import { useT } from '../../app/i18n.tsx'
import { Button } from '../../parts/Button.tsx'
import { SelectField, TextField } from '../../parts/FormField.tsx'
import { Stepper } from '../../parts/Stepper.tsx'
import { sectionId } from './marks.ts'
import type { Section } from './pieces.ts'
import { PieceForm, Row, type Rows } from './Row.tsx'

const kinds: readonly DraftSection['kind'][] = [
  'heading',
  'purpose',
  'requirement',
  'content',
  'form',
  'solution',
  'responsibility',
  'other',
]

/**
 * The parts of a document as a tree, closed until it is asked for: a plan has fifty.
 * @param open also opened by choosing a section in the page
 */
export function Outline(props: {
  rows: Rows
  text: string
  sections: readonly Section[]
  open: boolean
  onOpen: (open: boolean) => void
  onChange?: (key: string, change: Partial<Section> | null) => void
}) {
  const t = useT()
  const { rows, sections, text, open, onOpen, onChange } = props
  return (
    <>
      <Row
        rows={rows}
        id="outline"
        label={t('library.field.sections')}
        end={
          sections.length === 0 ? null : (
            <Button size="small" kind="bare" aria-expanded={open} onClick={() => onOpen(!open)}>
              {t(open ? 'library.bench.outlineClose' : 'library.bench.outlineOpen')}
            </Button>
          )
        }
      >
        {t('library.bench.outline', { n: sections.length })}
      </Row>
      {open
        ? sections.map((s) => (
            <SectionRow key={s.key} rows={rowsFor(rows, s)} text={text} section={s} onChange={onChange} />
          ))
        : null}
    </>
  )
}

/** Only what concerns this row, so that lighting one does not draw fifty. */
function rowsFor(rows: Rows, section: Section): Rows {
  const id = sectionId(section.key)
  return {
    ...rows,
    near: rows.near === id ? id : null,
    editing: rows.editing === id ? id : null,
  }
}

const SectionRow = memo(
  function SectionRow(props: {
    rows: Rows
    text: string
    section: Section
    onChange: ((key: string, change: Partial<Section> | null) => void) | undefined
  }) {
    const t = useT()
    const { rows, section: s, text, onChange } = props
    const words = text.slice(s.wordsStart, s.end).replace(/\s+/g, ' ').trim()
    const name = [s.marker, words.slice(0, 60)].filter(Boolean).join(' ')
    return (
      <Row
        rows={rows}
        id={sectionId(s.key)}
        label={t(`library.kind.${s.kind}`)}
        name={name}
        level={s.level}
        {...(onChange
          ? {
              form: (close: () => void) => (
                <SectionForm
                  section={s}
                  onClose={close}
                  onChange={(change) => {
                    onChange(s.key, change)
                    close()
                  }}
                />
              ),
            }
          : {})}
      >
        <b>{s.marker || t('library.bench.noMarker')}</b>{' '}
        {words.length > 120 ? `${words.slice(0, 118)}…` : words}
      </Row>
    )
  },
  (a, b) =>
    a.section === b.section &&
    a.text === b.text &&
    a.rows.near === b.rows.near &&
    a.rows.editing === b.rows.editing &&
    (a.rows.onEdit === null) === (b.rows.onEdit === null),
)

function SectionForm(props: {
  section: Section
  onChange: (change: Partial<Section> | null) => void
  onClose: () => void
}) {
  const t = useT()
  const [s, setS] = useState(props.section)
  return (
    <PieceForm
      onSave={() => props.onChange({ marker: s.marker.trim(), level: s.level, kind: s.kind })}
      onClose={props.onClose}
      remove={{ label: t('library.bench.removeSection'), onRemove: () => props.onChange(null) }}
    >
      <SelectField
        label={t('library.bench.kind')}
        value={s.kind}
        options={kinds.map((kind) => ({ value: kind, label: t(`library.kind.${kind}`) }))}
        onChange={(e) => setS({ ...s, kind: kinds.find((k) => k === e.target.value) ?? s.kind })}
      />
      <TextField
        label={t('library.bench.marker')}
        optional
        maxLength={40}
        value={s.marker}
        onChange={(e) => setS({ ...s, marker: e.target.value })}
      />
      <Stepper
        label={t('library.bench.level')}
        value={s.level}
        min={1}
        max={12}
        onChange={(level) => setS((now) => ({ ...now, level: level ?? now.level }))}
      />
    </PieceForm>
  )
}
