import { useState } from 'react'
import { readRecipients, type PlanContent } from '../../api/generated/index.ts'
import { useT } from '../../app/i18n.tsx'
import { Button } from '../../parts/Button.tsx'
import { Tag } from '../../parts/Chip.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { TextField } from '../../parts/FormField.tsx'
import css from './Recipients.module.css'

type Recipient = PlanContent['recipients'][number]
type Purpose = Exclude<Recipient['purpose'], null>
const purposes: readonly Purpose[] = ['report', 'carry out', 'know', 'archive']
const purposeKey = (p: Purpose) => `plans.purpose.${p === 'carry out' ? 'do' : p}`

/** The lines of "Nơi nhận" of a draft: for what each receives it, and more of them in words. */
export function Recipients(props: {
  recipients: readonly Recipient[]
  onChange?: (recipients: Recipient[]) => void
}) {
  const t = useT()
  const { recipients, onChange } = props
  return (
    <>
      <ul className={css.rows}>
        {recipients.map((r, i) => (
          <li key={`${i} ${r.words}`}>
            <span>
              {r.words} <Tag>{t(`plans.recipient.${r.kind}`)}</Tag>
            </span>
            {onChange ? (
              <>
                {r.kind === 'outside' ? (
                  <label>
                    <span className="vh">{t('plans.recipient.mail.of', { words: r.words })}</span>
                    <input
                      type="email"
                      className={css.pick}
                      maxLength={200}
                      placeholder={t('plans.recipient.mail')}
                      value={r.address ?? ''}
                      onChange={(e) => {
                        const { address: _before, ...rest } = r
                        const address = e.target.value.trim()
                        const next = address === '' ? rest : { ...rest, address }
                        onChange(recipients.map((x, j) => (j === i ? next : x)))
                      }}
                    />
                  </label>
                ) : null}
                <label>
                  <span className="vh">{t('plans.purpose.of', { words: r.words })}</span>
                  <select
                    className={css.pick}
                    value={r.purpose ?? ''}
                    onChange={(e) => {
                      const purpose = purposes.find((p) => p === e.target.value) ?? null
                      onChange(recipients.map((x, j) => (j === i ? { ...x, purpose } : x)))
                    }}
                  >
                    <option value="">{t('plans.purpose.none')}</option>
                    {purposes.map((p) => (
                      <option key={p} value={p}>
                        {t(purposeKey(p))}
                      </option>
                    ))}
                  </select>
                </label>
                <Button
                  size="small"
                  kind="bare"
                  onClick={() => onChange(recipients.filter((_, j) => j !== i))}
                >
                  {t('common.remove')}
                </Button>
              </>
            ) : r.purpose ? (
              <span>{t(purposeKey(r.purpose))}</span>
            ) : null}
          </li>
        ))}
      </ul>
      {recipients.length === 0 ? <p>{t('plans.recipients.none')}</p> : null}
      {onChange ? <AddRecipients onAdd={(added) => onChange([...recipients, ...added])} /> : null}
    </>
  )
}

/** Words as they will be printed; the server says which unit or group each stands for. */
function AddRecipients(props: { onAdd: (recipients: Recipient[]) => void }) {
  const t = useT()
  const [words, setWords] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  async function add() {
    if (words.trim() === '') return
    setBusy(true)
    setError(null)
    try {
      const { data } = await readRecipients({ body: { lines: [{ words }] }, throwOnError: true })
      props.onAdd(
        data.items.map(({ words: said, kind, purpose, unitId, groupCode, address, personIds }) => ({
          words: said,
          kind,
          purpose: purpose ?? null,
          ...(unitId ? { unitId } : {}),
          ...(groupCode ? { groupCode } : {}),
          ...(address ? { address } : {}),
          ...(personIds ? { personIds } : {}),
        })),
      )
      setWords('')
    } catch (e) {
      setError(e)
    } finally {
      setBusy(false)
    }
  }
  return (
    <form
      className={css.add}
      onSubmit={(e) => {
        e.preventDefault()
        void add()
      }}
    >
      {error ? <ErrorNote error={error} /> : null}
      <TextField
        label={t('plans.recipients.add')}
        hint={t('plans.recipients.add.hint')}
        value={words}
        onChange={(e) => setWords(e.target.value)}
      />
      <div className={css.acts}>
        <Button type="submit" busy={busy ? t('common.busy.saving') : false}>
          {t('common.add')}
        </Button>
      </div>
    </form>
  )
}
