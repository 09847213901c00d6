import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { readRecipients, type PlanContent } from '../../api/generated/index.ts'
import { listPlanPeopleOptions } from '../../api/generated/@tanstack/react-query.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { Button } from '../../parts/Button.tsx'
import { Tag } from '../../parts/Chip.tsx'
import { DateField } from '../../parts/DateField.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { CheckField, SelectField, TextField } from '../../parts/FormField.tsx'
import css from './plans.module.css'

type Recipient = PlanContent['recipients'][number]
type Purpose = Exclude<Recipient['purpose'], null>
const purposes: readonly Purpose[] = ['report', 'carry out', 'know', 'archive']
const purposeKey = (p: Purpose) => `plans.purpose.${p === 'carry out' ? 'do' : p}`

/** Who receives the plan and for what, who signs, what the public sees, and by when units below answer with theirs. */
export function SendPane(props: { content: PlanContent; onChange?: (content: PlanContent) => void }) {
  const t = useT()
  const { content, onChange } = props
  const set = (change: Partial<PlanContent>) => onChange?.({ ...content, ...change })
  return (
    <>
      <section className={css.block}>
        <h2>{t('plans.recipients')}</h2>
        <ul className={css.rows}>
          {content.recipients.map((r, i) => (
            <li key={`${i} ${r.words}`}>
              <span>
                {r.words} <Tag>{t(`plans.recipient.${r.kind}`)}</Tag>
              </span>
              {onChange ? (
                <>
                  <label>
                    <span className="vh">{t('plans.purpose.of', { words: r.words })}</span>
                    <select
                      className={`${css.bare} ${css.pick}`}
                      value={r.purpose ?? ''}
                      onChange={(e) => {
                        const purpose = purposes.find((p) => p === e.target.value) ?? null
                        set({
                          recipients: content.recipients.map((x, j) => (j === i ? { ...x, purpose } : x)),
                        })
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
                    onClick={() => set({ recipients: content.recipients.filter((_, j) => j !== i) })}
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
        {content.recipients.length === 0 ? <p>{t('plans.recipients.none')}</p> : null}
        {onChange ? (
          <AddRecipients onAdd={(added) => set({ recipients: [...content.recipients, ...added] })} />
        ) : null}
      </section>
      {onChange ? <Signing content={content} onChange={onChange} /> : null}
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
      style={{ marginTop: 16 }}
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

function Signing(props: { content: PlanContent; onChange: (content: PlanContent) => void }) {
  const t = useT()
  const { content, onChange } = props
  const people = useQuery(listPlanPeopleOptions())
  const { signer } = content
  const setSigner = (change: Partial<typeof signer>) =>
    onChange({ ...content, signer: { ...signer, ...change } })
  return (
    <section className={css.block}>
      <h2>{t('plans.signing')}</h2>
      <div className={css.fields}>
        <SelectField
          label={t('plans.signer')}
          value={signer.personId ?? ''}
          onChange={(e) => {
            const person = people.data?.people.find((p) => p.id === e.target.value)
            setSigner({ personId: person?.id ?? null, ...(person?.title ? { position: person.title } : {}) })
          }}
          options={[
            { value: '', label: t('common.none') },
            ...(people.data?.people ?? []).map((p) => ({
              value: p.id,
              label: p.title ? `${p.name}, ${p.title}` : p.name,
            })),
          ]}
        />
        <TextField
          label={t('plans.signer.authority')}
          hint={t('plans.signer.authority.hint')}
          optional
          value={signer.authority ?? ''}
          onChange={(e) => setSigner({ authority: e.target.value === '' ? null : e.target.value })}
        />
        <TextField
          label={t('plans.signer.position')}
          value={signer.position}
          onChange={(e) => setSigner({ position: e.target.value })}
        />
        {content.tasks.some((task) => task.asksBelow) ? (
          <DateField
            label={t('plans.belowDueOn')}
            hint={t('plans.belowDueOn.hint')}
            optional
            value={content.belowDueOn}
            onChange={(belowDueOn) => onChange({ ...content, belowDueOn })}
          />
        ) : null}
        <CheckField
          label={t('plans.isPublic')}
          hint={t('plans.isPublic.hint')}
          checked={content.isPublic}
          onChange={(e) => onChange({ ...content, isPublic: e.target.checked })}
        />
      </div>
    </section>
  )
}
