import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { orderOutgoingBases, type OutgoingContent, type OutgoingView } from '../../api/generated/index.ts'
import { useT } from '../../app/i18n.tsx'
import { newId } from '../../app/ids.ts'
import { Button } from '../../parts/Button.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { SelectField, TextArea, TextField } from '../../parts/FormField.tsx'
import { BlockRows } from './BlockRows.tsx'
import { KnownPicker } from './KnownPicker.tsx'
import { basisWords } from './model.ts'
import css from './outgoing.module.css'

type Content = OutgoingContent
const urgencies = ['HỎA TỐC', 'THƯỢNG KHẨN', 'KHẨN'] as const

/** A document's own words: head, bases, text, annexes. What the form itself gives (capitals, markers, number) is not typed. */
export function TextPane(props: {
  draft: OutgoingView
  content: Content
  onChange?: (change: Content | ((now: Content) => Content)) => void
}) {
  const t = useT()
  const { draft, content, onChange } = props
  const disabled = onChange === undefined
  const set = (change: Partial<Content>) => onChange?.({ ...content, ...change })
  const isLetter = content.type === 'Công văn'
  const takesAddressees =
    isLetter || ['Tờ trình', 'Báo cáo', 'Công điện', 'Giấy mời', 'Phiếu gửi'].includes(content.type)
  const blocks = (own: Content['blocks'], change: (blocks: Content['blocks']) => void) => (
    <BlockRows
      blocks={own}
      markers={draft.markers}
      comments={draft.comments}
      {...(disabled ? {} : { onChange: change })}
    />
  )
  return (
    <>
      <section className={css.block}>
        <h2>{t('outgoing.text.head')}</h2>
        <div className={css.fields}>
          <TextArea
            label={t(isLetter ? 'outgoing.text.subject.letter' : 'outgoing.text.subject')}
            hint={t('outgoing.text.symbol', { symbol: draft.symbol })}
            rows={2}
            lang="vi"
            readOnly={disabled}
            value={content.subject}
            onChange={(e) => set({ subject: e.target.value })}
          />
          {isLetter ? (
            <TextField
              label={t('outgoing.text.desk')}
              hint={t('outgoing.text.desk.hint')}
              optional
              maxLength={30}
              readOnly={disabled}
              value={content.desk}
              onChange={(e) => set({ desk: e.target.value })}
            />
          ) : null}
          {takesAddressees || content.addressees.length > 0 ? (
            <TextArea
              label={t('outgoing.text.addressees')}
              hint={t('outgoing.text.addressees.hint')}
              rows={2}
              lang="vi"
              readOnly={disabled}
              value={content.addressees.join('\n')}
              onChange={(e) =>
                set({ addressees: e.target.value === '' ? [] : e.target.value.split('\n').slice(0, 100) })
              }
            />
          ) : null}
          {content.enacting === null ? null : (
            <TextField
              label={t('outgoing.text.enacting')}
              lang="vi"
              readOnly={disabled}
              value={content.enacting}
              onChange={(e) => set({ enacting: e.target.value })}
            />
          )}
        </div>
      </section>
      {content.bases.length === 0 && disabled ? null : (
        <Bases content={content} {...(onChange ? { onChange } : {})} />
      )}
      <section className={css.block}>
        <h2>{t('outgoing.text.body')}</h2>
        <div className={css.fields}>
          {disabled && content.opening === '' ? null : (
            <TextArea
              label={t('outgoing.text.opening')}
              hint={t('outgoing.text.opening.hint')}
              optional
              rows={1}
              lang="vi"
              readOnly={disabled}
              value={content.opening}
              onChange={(e) => set({ opening: e.target.value })}
            />
          )}
        </div>
        {blocks(content.blocks, (next) => set({ blocks: next }))}
      </section>
      {content.annexes.map((annex, i) => {
        const change = (part: Partial<typeof annex>) =>
          set({ annexes: content.annexes.map((a) => (a.key === annex.key ? { ...a, ...part } : a)) })
        return (
          <section key={annex.key} className={css.block}>
            <h2>{t('outgoing.text.annex.n', { n: i + 1 })}</h2>
            <div className={css.fields}>
              <TextField
                label={t('outgoing.text.annex.title')}
                lang="vi"
                readOnly={disabled}
                value={annex.title}
                onChange={(e) => change({ title: e.target.value })}
              />
            </div>
            {blocks(annex.blocks, (next) => change({ blocks: next }))}
            {disabled ? null : (
              <Button
                kind="bare"
                onClick={() => set({ annexes: content.annexes.filter((a) => a.key !== annex.key) })}
              >
                {t('outgoing.text.annex.remove')}
              </Button>
            )}
          </section>
        )
      })}
      {disabled ? null : (
        <p className={css.after}>
          <Button
            icon={<IconPlus stroke={1.75} />}
            onClick={() => set({ annexes: [...content.annexes, { key: newId(), title: '', blocks: [] }] })}
          >
            {t('outgoing.text.annex.add')}
          </Button>
        </p>
      )}
      <section className={css.block}>
        <h2>{t('outgoing.text.marks')}</h2>
        <div className={css.fields}>
          <SelectField
            label={t('outgoing.text.urgency')}
            disabled={disabled}
            value={content.urgency ?? ''}
            onChange={(e) => set({ urgency: urgencies.find((u) => u === e.target.value) ?? null })}
            options={[
              { value: '', label: t('outgoing.text.urgency.none') },
              ...urgencies.map((u) => ({ value: u, label: u })),
            ]}
          />
          <TextField
            label={t('outgoing.text.circulation')}
            hint={t('outgoing.text.circulation.hint')}
            optional
            maxLength={100}
            lang="vi"
            readOnly={disabled}
            value={content.circulation ?? ''}
            onChange={(e) => set({ circulation: e.target.value === '' ? null : e.target.value })}
          />
        </div>
      </section>
    </>
  )
}

/** The legal bases: written, or picked from the register with the words that cite them. */
function Bases(props: {
  content: Content
  onChange?: (change: Content | ((now: Content) => Content)) => void
}) {
  const t = useT()
  const { content, onChange } = props
  const [picking, setPicking] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const setBases = (bases: Content['bases']) => onChange?.((now) => ({ ...now, bases }))
  async function sort() {
    setError(null)
    try {
      const { data } = await orderOutgoingBases({ body: { bases: content.bases }, throwOnError: true })
      setBases(data.bases)
    } catch (e) {
      setError(e)
    }
  }
  return (
    <section className={css.block}>
      <h2>{t('outgoing.text.bases')}</h2>
      {error ? <ErrorNote error={error} /> : null}
      <ul className={css.options}>
        {content.bases.map((basis, i) => (
          <li key={i} className={css.basis}>
            <textarea
              className={css.bare}
              rows={1}
              lang="vi"
              aria-label={t('outgoing.text.basis.n', { n: i + 1 })}
              readOnly={!onChange}
              value={basis.words}
              onChange={(e) =>
                setBases(content.bases.map((b, j) => (j === i ? { ...b, words: e.target.value } : b)))
              }
            />
            {onChange ? (
              <Button
                size="small"
                kind="bare"
                onClick={() => setBases(content.bases.filter((_, j) => j !== i))}
              >
                {t('common.remove')}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {onChange ? (
        <div className={css.acts}>
          <Button size="small" onClick={() => setPicking(true)}>
            {t('outgoing.text.basis.pick')}
          </Button>
          <Button
            size="small"
            onClick={() =>
              setBases([...content.bases, { words: 'Căn cứ ', documentId: null, knownId: null }])
            }
          >
            {t('outgoing.text.basis.add')}
          </Button>
          {content.bases.length > 1 ? (
            <Button size="small" kind="bare" onClick={() => void sort()}>
              {t('outgoing.text.basis.sort')}
            </Button>
          ) : null}
        </div>
      ) : null}
      {picking ? (
        <KnownPicker
          onClose={() => setPicking(false)}
          onPick={(known) => {
            setPicking(false)
            setBases([...content.bases, { words: basisWords(known), documentId: null, knownId: known.id }])
          }}
        />
      ) : null}
    </section>
  )
}
