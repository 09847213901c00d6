import type { OutgoingContent, OutgoingView } from '../../api/generated/index.ts'
import { useT } from '../../app/i18n.tsx'
import { AppLink } from '../../parts/AppLink.tsx'
import { CheckField } from '../../parts/FormField.tsx'
import css from './outgoing.module.css'

/** Of what it is a copy; of an extract, which sections. Nothing else of the original's words is anybody's to change. */
export function CopyPane(props: {
  draft: OutgoingView
  content: OutgoingContent
  onChange?: (content: OutgoingContent) => void
}) {
  const t = useT()
  const { draft, content, onChange } = props
  const { copyOf } = draft
  const copy = content.copy
  const keys = new Set(copy?.keys)
  const turn = (key: string, on: boolean) => {
    if (!copy) return
    const next =
      copyOf?.sections.flatMap((s) => ((s.key === key ? on : keys.has(s.key)) ? [s.key] : [])) ?? []
    onChange?.({ ...content, copy: { ...copy, keys: next } })
  }
  return (
    <section className={css.block}>
      <h2>{t('outgoing.copy.original')}</h2>
      {copyOf ? (
        <p className={css.related}>
          <AppLink href={`/documents/${copyOf.document.id}`}>
            {[copyOf.document.type, copyOf.document.numberSymbol].filter(Boolean).join(' ')}
          </AppLink>
          <br />
          <span lang="vi">{copyOf.document.subject}</span>
        </p>
      ) : (
        <p>{t('outgoing.check.no_original')}</p>
      )}
      <p className="small mute">{t('outgoing.copy.fixed')}</p>
      {copyOf && copyOf.sections.length > 0 ? (
        <fieldset className={css.sections}>
          <legend>{t('outgoing.copy.sections')}</legend>
          {copyOf.sections.map(({ key, depth, words }) => (
            <div key={key} style={{ paddingLeft: `${Math.min(depth - 1, 4) * 20}px` }}>
              <CheckField
                label={<span lang="vi">{words}</span>}
                disabled={onChange === undefined}
                checked={keys.has(key)}
                onChange={(e) => turn(key, e.target.checked)}
              />
            </div>
          ))}
        </fieldset>
      ) : null}
    </section>
  )
}
