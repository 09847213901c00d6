import { useState } from 'react'
import type { AddedForm, OwnForms } from '../../api/generated/types.gen.ts'
import { apiFetch, REQUEST_ID } from '../../app/api.ts'
import { useT } from '../../app/i18n.tsx'
import { newId } from '../../app/ids.ts'
import { Button } from '../../parts/Button.tsx'
import { Dialog } from '../../parts/Dialog.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { Form, FormField, SelectField } from '../../parts/FormField.tsx'
import { StateShape } from '../../parts/shapes.tsx'
import css from './organisation.module.css'

/** Bytes go as they are; the generated client knows JSON only. */
async function send(id: string, type: string, file: File): Promise<AddedForm> {
  const query = new URLSearchParams({ id, type, name: file.name })
  const response = await apiFetch(`/api/v1/own-forms?${query}`, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream', [REQUEST_ID]: id },
    body: file,
  })
  return (await response.json()) as AddedForm
}

/** Hands a form in; what is wrong with it is said, and the file asked for again. */
export function AddFormDialog(props: { types: OwnForms['types']; onClose: () => void; onDone: () => void }) {
  const t = useT()
  const { types, onClose, onDone } = props
  const [type, setType] = useState<string>('Kế hoạch')
  const [file, setFile] = useState<File | null>(null)
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const [problems, setProblems] = useState<AddedForm['problems']>([])
  async function add() {
    setTried(true)
    if (!file) return
    setBusy(true)
    setError(null)
    setProblems([])
    try {
      const added = await send(newId(), type, file)
      if (added.form) onDone()
      else setProblems(added.problems)
    } catch (e) {
      setError(e)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Dialog title={t('forms.add')} onClose={onClose}>
      <Form
        onSubmit={() => void add()}
        acts={
          <>
            <Button kind="go" type="submit" busy={busy ? t('forms.form.busy') : false}>
              {t('forms.add')}
            </Button>
            <Button kind="bare" onClick={onClose}>
              {t('common.cancel')}
            </Button>
          </>
        }
      >
        {error ? <ErrorNote error={error} focus /> : null}
        {problems.length > 0 ? (
          <div role="alert">
            <p>{t('forms.form.wrong', { n: problems.length })}</p>
            <ul className={css.issues}>
              {problems.map((p, i) => (
                <li key={i}>
                  <StateShape state="late" size={11} />
                  {p.sentence}
                </li>
              ))}
            </ul>
          </div>
        ) : null}
        <SelectField
          label={t('forms.form.type')}
          lang="vi"
          value={type}
          onChange={(e) => setType(e.target.value)}
          options={types.map((name) => ({ value: name, label: name }))}
        />
        <FormField
          label={t('forms.form.file')}
          error={tried && !file ? t('forms.form.file.missing') : undefined}
        >
          {(ids) => (
            <input
              {...ids}
              type="file"
              accept=".docx"
              onChange={(e) => setFile(e.target.files?.[0] ?? null)}
            />
          )}
        </FormField>
      </Form>
    </Dialog>
  )
}
